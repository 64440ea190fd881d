"""The data about one subscriber, to be handed over or erased."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow


async def list_deliveries(session: AsyncSession, subscriber_id: int) -> list[dict[str, Any]]:
    """Return every message to a subscriber, sent or planned, as plain values, the oldest first."""
    columns = (
        DeliveryRow.kind,
        DeliveryRow.state,
        DeliveryRow.local_date,
        DeliveryRow.message_id,
        DeliveryRow.created_at,
        DeliveryRow.settled_at,
    )
    rows = await session.execute(
        select(*columns).where(DeliveryRow.subscriber_id == subscriber_id).order_by(DeliveryRow.id)
    )
    return [dict(row) for row in rows.mappings()]


async def erase(session: AsyncSession, subscriber_id: int) -> None:
    """Delete a subscriber and the record of every message to them. The set of what they saw names nobody."""
    await session.execute(delete(DeliveryRow).where(DeliveryRow.subscriber_id == subscriber_id))
    await session.execute(delete(SubscriberRow).where(SubscriberRow.id == subscriber_id))
