"""The tables, as typed rows. Rows end in ``Row`` and never leave storage."""

import enum
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from briefings.model import Kind, Precision, PublishedFrom
from storage.model.values import DeliveryKind, DeliveryState, Digits, Format, Months, SubscriberState

# SQLite counts rows only in a column of exactly this type.
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")

# Terms with spaces between them; on SQLite, FTS5 reads them from there.
TERMS = TSVECTOR().with_variant(Text(), "sqlite")

_WAITING_ALERT = text("kind = 'alert' AND state = 'pending'")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, aware UTC coming out, on every engine (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all rows share."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        str: Text(),
        datetime: UtcDateTime(),
        list[Any]: JSON(),
        # The members' values as plain text: a new member needs no migration.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=20,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


class StoryRow(Base):
    """How far a story has come. Whoever writes articles or updates of the story locks its row."""

    __tablename__ = "stories"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_sequence: Mapped[int]
    alerted_up_to: Mapped[int]  # the last sequence that was considered for an alert
    figures: Mapped[list[Any]]  # see storage.figures
    version: Mapped[int]  # grows whenever something of the story changes that a reader could see


class ArticleRow(Base):
    __tablename__ = "articles"

    story: Mapped[str] = mapped_column(String(100), primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    text: Mapped[str]
    outlet: Mapped[str | None]
    published_on: Mapped[date | None]
    published_from: Mapped[PublishedFrom]
    published_at: Mapped[datetime | None]
    title: Mapped[str | None]
    url: Mapped[str | None]
    file: Mapped[str | None]
    body_start: Mapped[int]
    placed_outlet: Mapped[str | None]  # found by composing, beside what the article itself says
    placed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class UpdateRow(Base):
    """A topic update; ``uid`` is the composer's id of it."""

    __tablename__ = "updates"
    __table_args__ = (UniqueConstraint("story", "uid"), Index(None, "story", "version"))

    story: Mapped[str] = mapped_column(String(100), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(100))
    topic: Mapped[str] = mapped_column(String(100))
    text: Mapped[str]
    kind: Mapped[Kind]
    event_start: Mapped[str | None]
    event_end: Mapped[str | None]
    event_precision: Mapped[Precision]
    said_by: Mapped[str | None]
    sources: Mapped[list[Any]]  # [article, start, end, text], …
    outlets: Mapped[list[Any]]
    score: Mapped[float]
    contradicts: Mapped[list[Any]]  # uids
    develops: Mapped[str | None]  # uid
    inherits: Mapped[list[Any]]  # sequences that became this one: whoever has seen one of them has seen it
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # no article carries it any more
    retracted_at: Mapped[datetime | None]  # a person took it back
    version: Mapped[int]  # of the story, at which it was last changed
    fixed: Mapped[bool]  # composing leaves it alone: a person wrote it, or its articles are no longer kept


class SeenSetRow(Base):
    """Which updates somebody has seen: written once, for all subscribers who have seen exactly the same."""

    __tablename__ = "seen_sets"
    __table_args__ = (
        UniqueConstraint("story", "fingerprint"),
        {"sqlite_autoincrement": True},  # or the id of a set that was swept away would come again
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    ranges: Mapped[str]  # of sequences: "1-40,43"
    touched_at: Mapped[datetime]


class SubscriberRow(Base):
    __tablename__ = "subscribers"
    __table_args__ = (
        UniqueConstraint("story", "chat_id", "thread_id"),
        Index(None, "story", "next_due_at", "id"),  # with the id: at the hour, hundreds of thousands share a moment
        Index(None, "seen_set_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)  # 0 for none: NULLs would be distinct in the key
    state: Mapped[SubscriberState]
    muted: Mapped[list[Any]]  # topics
    alerts: Mapped[list[Any]]  # topics
    digest_time: Mapped[time]
    zone: Mapped[str]
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    paused_until: Mapped[datetime | None]
    tells_nothing_new: Mapped[bool]
    format: Mapped[Format]
    digits: Mapped[Digits]
    months: Mapped[Months]
    next_due_at: Mapped[datetime | None]
    digested_on: Mapped[date]
    offered_up_to: Mapped[int]
    seen_set_id: Mapped[int | None] = mapped_column(ForeignKey("seen_sets.id"))  # None: nothing
    created_at: Mapped[datetime]


class EditionRow(Base):
    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("story", "fingerprint"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    rich: Mapped[str | None]  # the same as a rich message
    keyboard: Mapped[str | None]
    shows: Mapped[list[Any]]  # sequences
    offers_up_to: Mapped[int | None]
    created_at: Mapped[datetime]


class CorrectionRow(Base):
    """An update that a person took back, and the one that stands in its place, if there is one."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("story", "wrong"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    wrong: Mapped[int]  # sequences
    right: Mapped[int | None]
    created_at: Mapped[datetime]


class BroadcastRow(Base):
    """What an administrator says to all subscribers, once it is confirmed."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    text: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class DeliveryRow(Base):
    __tablename__ = "deliveries"
    __table_args__ = (
        # One digest per local date, one correction per mistake, each broadcast once. Other kinds have none of these,
        # and NULLs are distinct.
        UniqueConstraint("subscriber_id", "local_date"),
        UniqueConstraint("subscriber_id", "correction_id"),
        Index("uq_deliveries_subscriber_id_broadcast_id", "subscriber_id", "broadcast_id", unique=True),
        # One alert that waits tells all that is urgent.
        Index(
            "uq_deliveries_waiting_alert",
            "subscriber_id",
            unique=True,
            sqlite_where=_WAITING_ALERT,
            postgresql_where=_WAITING_ALERT,
        ),
        Index(None, "story", "state", "not_before", "id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))  # None until it is settled
    kind: Mapped[DeliveryKind]
    state: Mapped[DeliveryState]
    local_date: Mapped[date | None]
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"))
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    reply_to: Mapped[int | None] = mapped_column(BigInteger)  # a message of the same chat
    not_before: Mapped[datetime]
    attempts: Mapped[int]
    claimed_by: Mapped[str | None] = mapped_column(String(100))  # the process that is sending, or has sent, it
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when its outcome became known


class SearchDocumentRow(Base):
    """What a standing update is found by. Over the terms lies ``search_index``: GIN, or an FTS5 table kept by triggers.

    Rows come and go, none is changed: the triggers know of no more.
    """

    __tablename__ = "search_documents"

    # Says the story and the sequence. An index of these would tempt PostgreSQL to read all of a story, past GIN.
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int]
    made_of: Mapped[str] = mapped_column(String(64))  # a digest
    words: Mapped[str] = mapped_column(TERMS)  # of the update itself
    quotes: Mapped[str] = mapped_column(TERMS)  # that only its sources have


class SearchStateRow(Base):
    """The version of the story that is indexed, and the way in which its terms were made."""

    __tablename__ = "search_states"
    __table_args__ = (UniqueConstraint("story"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(64))


class LeaseRow(Base):
    """Which process may do what only one may do, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    expires: Mapped[float]  # seconds since 1970, on the database's own clock
