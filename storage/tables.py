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
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from briefings.model import Kind, Precision, PublishedFrom
from storage.values import DeliveryKind, DeliveryState, SubscriberState

# SQLite counts rows only in a column of exactly this type.
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")


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
    """How far a story's sequence has come. Whoever writes articles or updates of the story locks its row."""

    __tablename__ = "stories"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_sequence: Mapped[int]


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
    __table_args__ = (UniqueConstraint("story", "uid"),)

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
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class SubscriberRow(Base):
    __tablename__ = "subscribers"
    __table_args__ = (
        UniqueConstraint("story", "chat_id", "thread_id"),
        Index(None, "story", "next_due_at"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)  # 0 for none: NULLs would be distinct in the key
    state: Mapped[SubscriberState]
    muted: Mapped[list[Any]]  # topics
    digest_time: Mapped[time]
    zone: Mapped[str]
    next_due_at: Mapped[datetime | None]
    offered_up_to: Mapped[int]
    created_at: Mapped[datetime]


class EditionRow(Base):
    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("story", "fingerprint"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    keyboard: Mapped[str | None]
    shows: Mapped[list[Any]]  # sequences
    offers_up_to: Mapped[int | None]
    created_at: Mapped[datetime]


class DeliveryRow(Base):
    __tablename__ = "deliveries"
    __table_args__ = (
        # One digest per local date. An answer has no date, and NULLs are distinct: any number of them.
        UniqueConstraint("subscriber_id", "local_date"),
        Index(None, "story", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[DeliveryKind]
    state: Mapped[DeliveryState]
    local_date: Mapped[date | None]
    not_before: Mapped[datetime]
    attempts: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when its outcome became known


class SeenRow(Base):
    """A subscriber has an update."""

    __tablename__ = "seen"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own declaration

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
