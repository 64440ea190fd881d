"""What was seen as shared sets; alerts, quiet hours, pauses; corrections; the lease of the sender"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING_ALERT = sa.text("kind = 'alert' AND state = 'pending'")
CHUNK = 1000


def upgrade() -> None:
    _extend_story()
    _create_tables()
    _extend_subscribers()
    _share_seen()
    op.drop_table("seen")
    _extend_deliveries()


def _extend_story() -> None:
    op.add_column("stories", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("stories", sa.Column("figures", sa.JSON(), nullable=False, server_default="[]"))
    # What is stored already is no news to be alerted of.
    op.add_column("stories", sa.Column("alerted_up_to", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE stories SET alerted_up_to = last_sequence")
    op.add_column("updates", sa.Column("contradicts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("updates", sa.Column("develops", sa.Text()))
    op.add_column("updates", sa.Column("inherits", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("updates", sa.Column("retracted_at", MOMENT))
    op.add_column("updates", sa.Column("fixed", sa.Boolean(), nullable=False, server_default=sa.false()))


def _create_tables() -> None:
    op.create_table(
        "seen_sets",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ranges", sa.Text(), nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seen_sets"),
        sa.UniqueConstraint("story", "fingerprint", name="uq_seen_sets_story_fingerprint"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "corrections",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("story", "wrong", name="uq_corrections_story_wrong"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("holder", sa.String(100), nullable=False),
        sa.Column("expires", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _extend_subscribers() -> None:
    # Not by copying the table, as SQLite would have it otherwise: deliveries refer to it.
    for column in (
        sa.Column("alerts", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("quiet_from", sa.Time()),
        sa.Column("quiet_to", sa.Time()),
        sa.Column("paused_until", MOMENT),
        sa.Column("tells_nothing_new", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("digested_on", sa.Date(), nullable=False, server_default="2000-01-01"),
    ):
        op.add_column("subscribers", column)
    op.add_column(
        "subscribers",
        sa.Column("seen_set_id", ROW_ID, sa.ForeignKey("seen_sets.id", name="fk_subscribers_seen_set_id")),
        inline_references=True,
    )
    op.create_index("ix_subscribers_seen_set_id", "subscribers", ["seen_set_id"])
    # With the id, or PostgreSQL sorts all who are due at one moment to find the first of them.
    op.drop_index("ix_subscribers_story_next_due_at", "subscribers")
    op.create_index("ix_subscribers_story_next_due_at_id", "subscribers", ["story", "next_due_at", "id"])
    _date_digests()


def _date_digests() -> None:
    """A digest is next due on the date after the last that had one."""
    connection = op.get_bind()
    subscribers = sa.table(
        "subscribers",
        sa.column("id", ROW_ID),
        sa.column("zone", sa.Text()),
        sa.column("next_due_at", MOMENT),
        sa.column("digested_on", sa.Date()),
    )
    now = datetime.now(UTC)
    due = sa.select(subscribers.c.id, subscribers.c.zone, subscribers.c.next_due_at)
    dates = []
    for id_, zone, next_due_at in connection.execute(due):
        instant = next_due_at or now
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        dates.append({"key": id_, "day": instant.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)})
    dated = sa.update(subscribers).where(subscribers.c.id == sa.bindparam("key"))
    for chunk in _chunks(dates):
        connection.execute(dated.values(digested_on=sa.bindparam("day")), chunk)


def _share_seen() -> None:
    """Rows of (subscriber, sequence) → one set for all who have seen the same."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT subscribers.story, seen.subscriber_id, seen.sequence FROM seen"
            " JOIN subscribers ON subscribers.id = seen.subscriber_id ORDER BY 1, 2, 3"
        )
    )
    holders: dict[tuple[str, str], list[int]] = {}
    for (story, subscriber), group in groupby(rows, key=itemgetter(0, 1)):
        ranges = _write_ranges(row[2] for row in group)
        holders.setdefault((story, ranges), []).append(subscriber)
    sets = sa.table(
        "seen_sets",
        sa.column("id", ROW_ID),
        sa.column("story", sa.String()),
        sa.column("fingerprint", sa.String()),
        sa.column("ranges", sa.Text()),
        sa.column("touched_at", MOMENT),
    )
    assign = sa.text("UPDATE subscribers SET seen_set_id = :set_id WHERE id = :subscriber")
    for set_id, ((story, ranges), subscribers) in enumerate(holders.items(), start=1):
        fingerprint = hashlib.sha256(ranges.encode()).hexdigest()
        values = {"story": story, "fingerprint": fingerprint, "ranges": ranges, "touched_at": datetime.now(UTC)}
        connection.execute(sa.insert(sets).values(id=set_id, **values))
        for chunk in _chunks([{"set_id": set_id, "subscriber": subscriber} for subscriber in subscribers]):
            connection.execute(assign, chunk)
    if holders and connection.dialect.name == "postgresql":  # its sequence does not know of ids that were given
        connection.execute(sa.text("SELECT setval('seen_sets_id_seq', (SELECT max(id) FROM seen_sets))"))


def _write_ranges(sequences: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for sequence in sequences:
        if runs and sequence == runs[-1][1] + 1:
            runs[-1][1] = sequence
        else:
            runs.append([sequence, sequence])
    return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in runs)


def _extend_deliveries() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.alter_column("edition_id", existing_type=ROW_ID, nullable=True)
        batch.add_column(sa.Column("correction_id", ROW_ID))
        batch.add_column(sa.Column("reply_to", sa.BigInteger()))
        batch.add_column(sa.Column("claimed_by", sa.String(100)))
        batch.create_foreign_key("fk_deliveries_correction_id", "corrections", ["correction_id"], ["id"])
        batch.create_unique_constraint("uq_deliveries_subscriber_id_correction_id", ["subscriber_id", "correction_id"])
    op.drop_index("ix_deliveries_story_state_not_before", "deliveries")
    op.create_index("ix_deliveries_story_state_not_before_id", "deliveries", ["story", "state", "not_before", "id"])
    op.create_index(
        "uq_deliveries_waiting_alert",
        "deliveries",
        ["subscriber_id"],
        unique=True,
        sqlite_where=WAITING_ALERT,
        postgresql_where=WAITING_ALERT,
    )
    # What waits is told anew when it is claimed, with what is unseen then.
    op.execute("UPDATE deliveries SET edition_id = NULL WHERE state = 'pending'")


def _chunks(values: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
