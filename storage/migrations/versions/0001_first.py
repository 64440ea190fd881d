"""Articles, updates in sequence, subscribers, editions, deliveries, what was seen"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_stories"),
    )
    op.create_table(
        "articles",
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("published_on", sa.Date()),
        sa.Column("published_from", sa.String(20), nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("file", sa.Text()),
        sa.Column("body_start", sa.Integer(), nullable=False),
        sa.Column("placed_outlet", sa.Text()),
        sa.Column("placed_on", sa.Date()),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("story", "id", name="pk_articles"),
    )
    op.create_table(
        "updates",
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(100), nullable=False),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("event_start", sa.Text()),
        sa.Column("event_end", sa.Text()),
        sa.Column("event_precision", sa.String(20), nullable=False),
        sa.Column("said_by", sa.Text()),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.PrimaryKeyConstraint("story", "sequence", name="pk_updates"),
        sa.UniqueConstraint("story", "uid", name="uq_updates_story_uid"),
    )
    op.create_table(
        "subscribers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("digest_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("next_due_at", MOMENT),
        sa.Column("offered_up_to", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("story", "chat_id", "thread_id", name="uq_subscribers_story_chat_id_thread_id"),
    )
    op.create_index("ix_subscribers_story_next_due_at", "subscribers", ["story", "next_due_at"])
    op.create_table(
        "editions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("keyboard", sa.Text()),
        sa.Column("shows", sa.JSON(), nullable=False),
        sa.Column("offers_up_to", sa.Integer()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("story", "fingerprint", name="uq_editions_story_fingerprint"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("subscriber_id", ROW_ID, nullable=False),
        sa.Column("edition_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("local_date", sa.Date()),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_deliveries_subscriber_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_deliveries_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("subscriber_id", "local_date", name="uq_deliveries_subscriber_id_local_date"),
    )
    op.create_index("ix_deliveries_story_state_not_before", "deliveries", ["story", "state", "not_before"])
    op.create_table(
        "seen",
        sa.Column("subscriber_id", ROW_ID, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_seen_subscriber_id"),
        sa.PrimaryKeyConstraint("subscriber_id", "sequence", name="pk_seen"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("seen", "deliveries", "editions", "subscribers", "updates", "articles", "stories"):
        op.drop_table(table)
