"""How many there are: what an operator wants to know at a glance."""

from collections import Counter
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import DeliveryKind, DeliveryState, Subscriber, SubscriberState
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers.accounts import load_subscribers

# Named one by one, for the index begins with them.
_SETTLED = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


async def count_readers(session: AsyncSession, story: str) -> Counter[SubscriberState]:
    """The story's subscribers, by state."""
    states = select(SubscriberRow.state, func.count()).where(SubscriberRow.story == story)
    rows = await session.execute(states.group_by(SubscriberRow.state))
    return Counter(dict(rows.all()))


async def list_audiences(session: AsyncSession, story: str, limit: int) -> list[tuple[Subscriber, int]]:
    """One of those who are to be told the same, and how many they are; the largest groups first."""
    alike = (
        SubscriberRow.seen_set_id,
        SubscriberRow.offered_up_to,
        cast(SubscriberRow.muted, String),
        SubscriberRow.format,
        SubscriberRow.digits,
        SubscriberRow.months,
    )
    active = (SubscriberRow.story == story, SubscriberRow.state == SubscriberState.ACTIVE)
    groups = select(func.min(SubscriberRow.id), func.count()).where(*active).group_by(*alike)
    rows = (await session.execute(groups.order_by(func.count().desc()).limit(limit))).all()
    firsts = {each.id: each for each in await load_subscribers(session, SubscriberRow.id.in_([row[0] for row in rows]))}
    return [(firsts[first], count) for first, count in rows]


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
