"""Texts of administrators to all subscribers: proposed, then confirmed once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import Broadcast, DeliveryKind, SubscriberState
from storage.schema.outbox import BroadcastRow, DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.schema.statements import as_literals, insert_new, new_delivery


async def propose(session: AsyncSession, story: str, text: str, proposed_by: int, now: datetime) -> int:
    """Save a text to all subscribers; return its id. Nothing is sent before the text is confirmed."""
    row = BroadcastRow(story=story, text=text, proposed_by=proposed_by, created_at=now, confirmed_at=None)
    session.add(row)
    await session.flush()
    return row.id


async def count_addressees(session: AsyncSession, story: str) -> int:
    """Count the active subscribers: they would get a broadcast now."""
    active = select(func.count()).where(SubscriberRow.story == story, SubscriberRow.state == SubscriberState.ACTIVE)
    return await session.scalar(active) or 0


async def confirm(session: AsyncSession, story: str, broadcast_id: int, now: datetime) -> int | None:
    """Plan a delivery to every active subscriber; return how many, None if the text is unknown or confirmed already."""
    confirmed = await session.scalar(
        update(BroadcastRow)
        .where(BroadcastRow.id == broadcast_id, BroadcastRow.story == story, BroadcastRow.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .returning(BroadcastRow.id)
    )
    if confirmed is None:
        return None
    delivery = new_delivery(story, DeliveryKind.BROADCAST, now, broadcast_id=broadcast_id)
    columns = as_literals(DeliveryRow, delivery)
    active = (SubscriberRow.story == story, SubscriberRow.state == SubscriberState.ACTIVE)
    addressees = select(SubscriberRow.id, *columns.values()).where(*active)
    new = insert_new(session, DeliveryRow).from_select(["subscriber_id", *columns], addressees)
    await session.execute(new)
    planned = select(func.count()).where(DeliveryRow.story == story, DeliveryRow.broadcast_id == broadcast_id)
    return await session.scalar(planned)


async def load_broadcasts(session: AsyncSession, ids: Collection[int]) -> dict[int, Broadcast]:
    """Load broadcasts by id."""
    if not ids:
        return {}
    rows = await session.scalars(select(BroadcastRow).where(BroadcastRow.id.in_(ids)))
    return {row.id: Broadcast(row.id, row.text, row.confirmed_at) for row in rows}
