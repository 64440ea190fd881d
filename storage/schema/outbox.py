"""The tables of the outbox: editions, broadcasts, deliveries, leases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.model.values import DeliveryKind, DeliveryState
from storage.schema.base import ROW_ID, Base

_WAITING_ALERT = text("kind = 'alert' AND state = 'pending'")


class EditionRow(Base):
    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("story", "fingerprint"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    rich: Mapped[str | None]  # the same content as a rich message
    keyboard: Mapped[str | None]
    shows: Mapped[list[Any]]  # sequences
    offers_up_to: Mapped[int | None]
    created_at: Mapped[datetime]


class BroadcastRow(Base):
    """A text of an administrator to all subscribers, sent once it is confirmed."""

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
        # A subscriber gets one digest per local date, one correction per mistake, and each broadcast once. Other kinds
        # leave these columns empty, and NULLs are distinct.
        UniqueConstraint("subscriber_id", "local_date"),
        UniqueConstraint("subscriber_id", "correction_id"),
        Index("uq_deliveries_subscriber_id_broadcast_id", "subscriber_id", "broadcast_id", unique=True),
        # One waiting alert is enough: it tells all important news.
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
    claimed_by: Mapped[str | None] = mapped_column(String(100))  # the process that sends, or sent, the delivery
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when its outcome became known


class LeaseRow(Base):
    """Which process holds a lease, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    expires: Mapped[float]  # seconds since 1970, on the database's own clock
