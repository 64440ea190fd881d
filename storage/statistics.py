"""How many there are: what an operator wants to know at a glance."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import DeliveryRow, SubscriberRow
from storage.values import DeliveryKind, DeliveryState, SubscriberState

# Named one by one, for the index begins with them.
_SETTLED = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


async def count_readers(session: AsyncSession, story: str) -> Counter[SubscriberState]:
    """The story's subscribers, by state."""
    states = select(SubscriberRow.state, func.count()).where(SubscriberRow.story == story)
    rows = await session.execute(states.group_by(SubscriberRow.state))
    return Counter(dict(rows.all()))


async def count_digests(session: AsyncSession, story: str, since: datetime) -> Counter[DeliveryState]:
    """The digests that were to go since then and whose outcome is known, by outcome."""
    settled = select(DeliveryRow.state, func.count()).where(
        DeliveryRow.story == story,
        DeliveryRow.state.in_(_SETTLED),
        DeliveryRow.not_before >= since,
        DeliveryRow.kind == DeliveryKind.DIGEST,
    )
    rows = await session.execute(settled.group_by(DeliveryRow.state))
    return Counter(dict(rows.all()))
