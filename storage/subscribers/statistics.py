"""Counts for operators: readers by state, audiences, digests by outcome."""

from collections import Counter
from datetime import datetime

from sqlalchemy import JSON, String, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model import AUDIENCE_FIELDS, DeliveryKind, DeliveryState, Subscriber, SubscriberState
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers.accounts import load_subscribers

# Named one by one: the index begins with the states.
_SETTLED = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)
_COLUMNS = SubscriberRow.__table__.c
# PostgreSQL cannot compare JSON, only its text; lists of topics are stored in order.
_AUDIENCE = tuple(
    cast(_COLUMNS[name], String) if isinstance(_COLUMNS[name].type, JSON) else _COLUMNS[name]
    for name in AUDIENCE_FIELDS
)


async def count_readers(session: AsyncSession, story: str) -> Counter[SubscriberState]:
    """Count the story's subscribers by state."""
    states = select(SubscriberRow.state, func.count()).where(SubscriberRow.story == story)
    rows = await session.execute(states.group_by(SubscriberRow.state))
    return Counter(dict(rows.all()))


async def list_audiences(session: AsyncSession, story: str, limit: int) -> list[tuple[Subscriber, int]]:
    """Return one subscriber of each of the largest audiences, with the number of the audience's active subscribers."""
    active = (SubscriberRow.story == story, SubscriberRow.state == SubscriberState.ACTIVE)
    groups = select(func.min(SubscriberRow.id), func.count()).where(*active).group_by(*_AUDIENCE)
    rows = (await session.execute(groups.order_by(func.count().desc()).limit(limit))).all()
    firsts = {each.id: each for each in await load_subscribers(session, SubscriberRow.id.in_([row[0] for row in rows]))}
    return [(firsts[first], count) for first, count in rows]


async def count_digests(session: AsyncSession, story: str, since: datetime) -> Counter[DeliveryState]:
    """Count the digests that were due since then by outcome; digests without an outcome are left out."""
    settled = select(DeliveryRow.state, func.count()).where(
        DeliveryRow.story == story,
        DeliveryRow.state.in_(_SETTLED),
        DeliveryRow.not_before >= since,
        DeliveryRow.kind == DeliveryKind.DIGEST,
    )
    rows = await session.execute(settled.group_by(DeliveryRow.state))
    return Counter(dict(rows.all()))
