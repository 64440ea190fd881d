"""The tables of subscribers, and of what they have seen."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.model.values import Digits, Format, Months, SubscriberState
from storage.schema.base import ROW_ID, Base


class SeenSetRow(Base):
    """A set of seen sequences, written once for all subscribers who have seen exactly these."""

    __tablename__ = "seen_sets"
    __table_args__ = (
        UniqueConstraint("story", "fingerprint"),
        {"sqlite_autoincrement": True},  # otherwise the id of a deleted set would be used again
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
        Index(None, "story", "next_due_at", "id"),  # with the id: hundreds of thousands are due at one moment
        Index(None, "seen_set_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)  # 0 for none, because NULLs are distinct in a key
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
    begins_after: Mapped[int]
    seen_set_id: Mapped[int | None] = mapped_column(ForeignKey("seen_sets.id"))  # None: nothing
    created_at: Mapped[datetime]
