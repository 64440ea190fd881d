"""What tests of the outbox do: plan, claim, settle, and look at what is stored."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.model.values import Delivery, DeliveryKind, DeliveryState, Edition, Outcome, Subscriber
from storage.outbox.claims import claim_pending
from storage.outbox.deliveries import plan_alerts, plan_digests, record, save_edition
from storage.schema.outbox import DeliveryRow
from storage.subscribers.accounts import find_subscriber
from tests.factories import NOW, STORY, list_unseen, make_subscriber

TODAY = date(2022, 1, 7)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def make_edition(session: AsyncSession, **fields: Any) -> Edition:
    """Save an edition; the fields that are not named are the same for all."""
    defaults = {"text": "<b>موجز</b>", "keyboard": None, "shows": (1, 2), "offers_up_to": 2, "now": NOW}
    return await save_edition(session, STORY, **{**defaults, **fields})


async def plan(database: Database, *chat_ids: int, day: date = TODAY, now: datetime = NOW) -> None:
    """Plan a pending digest for each chat."""
    async with database.begin() as session:
        readers = [await make_subscriber(session, chat_id) for chat_id in chat_ids]
        await plan_digests(session, STORY, {reader.id: day for reader in readers}, now)


async def plan_alert(database: Database, *chat_ids: int, not_before: datetime = NOW) -> None:
    """Plan a pending alert for each chat."""
    async with database.begin() as session:
        readers = [await make_subscriber(session, chat_id) for chat_id in chat_ids]
        await plan_alerts(session, STORY, {reader.id: not_before for reader in readers}, NOW)


async def claim(database: Database, now: datetime = NOW, limit: int = 100, holder: str = "one") -> tuple[Delivery, ...]:
    """Claim what may be sent."""
    async with database.begin() as session:
        return await claim_pending(session, STORY, holder, now, limit)


async def settle(database: Database, *outcomes: Outcome, now: datetime = NOW) -> None:
    """Record outcomes."""
    async with database.begin() as session:
        await record(session, STORY, outcomes, now)


async def send(database: Database, *deliveries: Delivery, message_id: int = 77, now: datetime = NOW) -> None:
    """Record that each of them was delivered, with one edition."""
    async with database.begin() as session:
        edition = await make_edition(session)
    sent = [Outcome(delivery, DeliveryState.SENT, edition, message_id) for delivery in deliveries]
    await settle(database, *sent, now=now)


def put_back(delivery: Delivery) -> Outcome:
    """Record that a delivery is pending again in a minute."""
    return Outcome(delivery, DeliveryState.PENDING, error="429", not_before=NOW + MINUTE)


async def look(database: Database, chat_id: int) -> tuple[Subscriber, list[int]]:
    """Return the subscriber as stored, and the sequences that it has not seen."""
    async with database.begin() as session:
        reader = await find_subscriber(session, STORY, chat_id)
        assert reader
        return reader, await list_unseen(session, reader)


async def read(database: Database, *names: str, kind: DeliveryKind | None = None) -> Sequence[Any]:
    """Return these columns of all deliveries, or of all of one kind, the oldest first; of one column the values."""
    columns = select(*(getattr(DeliveryRow, name) for name in names)).order_by(DeliveryRow.id)
    async with database.begin() as session:
        rows = (await session.execute(columns.where(DeliveryRow.kind == kind) if kind else columns)).all()
    return [tuple(row) if len(names) > 1 else row[0] for row in rows]
