"""Claims: a process takes pending deliveries to send them, and puts back those that it did not send."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.model.values import Delivery, DeliveryState
from storage.outbox.deliveries import skip_superseded_alerts
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers.accounts import load_subscribers

_CLAIMED = (
    DeliveryRow.not_before,
    DeliveryRow.id,
    DeliveryRow.subscriber_id,
    DeliveryRow.kind,
    DeliveryRow.local_date,
    DeliveryRow.correction_id,
    DeliveryRow.broadcast_id,
    DeliveryRow.reply_to,
    DeliveryRow.attempts,
)


async def claim_pending(
    session: AsyncSession, story: str, holder: str, now: datetime, limit: int
) -> tuple[Delivery, ...]:
    """Claim deliveries that may be sent now, the longest waiting first; no other process gets the same ones.

    Each subscriber gets one delivery at a time, because the content of the next one depends on what this one tells.
    The deliveries are ``SENDING`` once the transaction is committed. Only then may they be sent.

    :param holder: the process that claims them.
    """
    waiting = await _take_pending(session, story, holder, now, limit)
    firsts = {row.subscriber_id: row for row in reversed(waiting)}
    rows = [row for row in waiting if firsts[row.subscriber_id] is row]
    if len(rows) < len(waiting):
        await _give_back(session, {row.id for row in waiting} - {row.id for row in rows})
    readers = await load_subscribers(session, SubscriberRow.id.in_({row.subscriber_id for row in rows}))
    reader_of = {reader.id: reader for reader in readers}
    return tuple(
        Delivery(
            id=row.id,
            subscriber=reader_of[row.subscriber_id],
            kind=row.kind,
            local_date=row.local_date,
            correction_id=row.correction_id,
            broadcast_id=row.broadcast_id,
            reply_to=row.reply_to,
            attempts=row.attempts,
        )
        for row in rows
    )


async def _take_pending(session: AsyncSession, story: str, holder: str, now: datetime, limit: int) -> list[Any]:
    """Turn pending deliveries into ``SENDING``, without those whose subscriber is being sent another one."""
    under_way = aliased(DeliveryRow)
    busy = select(under_way.subscriber_id).where(under_way.story == story, under_way.state == DeliveryState.SENDING)
    # In a CTE PostgreSQL picks and locks the rows once; IN (SELECT … LIMIT) may be evaluated several times.
    picked = (
        select(DeliveryRow.id)
        .where(
            DeliveryRow.story == story,
            DeliveryRow.state == DeliveryState.PENDING,
            DeliveryRow.not_before <= now,
            DeliveryRow.subscriber_id.not_in(busy),
        )
        .order_by(DeliveryRow.not_before, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    claimed = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(select(picked.c.id)))
        .values(state=DeliveryState.SENDING, claimed_by=holder, attempts=DeliveryRow.attempts + 1)
        .returning(*_CLAIMED)
        .execution_options(synchronize_session=False)
    )
    return sorted(claimed.all(), key=lambda row: (row.not_before, row.id))


async def _give_back(session: AsyncSession, delivery_ids: Collection[int]) -> None:
    given = update(DeliveryRow).where(DeliveryRow.id.in_(delivery_ids))
    values = given.values(state=DeliveryState.PENDING, claimed_by=None, attempts=DeliveryRow.attempts - 1)
    await session.execute(values.execution_options(synchronize_session=False))


async def settle_interrupted(session: AsyncSession, story: str, holder: str, now: datetime) -> int:
    """Turn deliveries that another process left ``SENDING`` into ``UNCERTAIN``; return how many.

    Only the process that holds the lease may call this: the process that claimed them is gone.
    """
    interrupted = await session.scalars(
        update(DeliveryRow)
        .where(
            DeliveryRow.story == story,
            DeliveryRow.state == DeliveryState.SENDING,
            DeliveryRow.claimed_by.is_distinct_from(holder),
        )
        .values(state=DeliveryState.UNCERTAIN, error="the process ended while sending", settled_at=now)
        .returning(DeliveryRow.id)
    )
    return len(interrupted.all())


async def release_claims(session: AsyncSession, story: str, holder: str, now: datetime) -> None:
    """Put back the deliveries that this process claimed and has certainly not sent."""
    await skip_superseded_alerts(session, (DeliveryRow.story == story) & (DeliveryRow.claimed_by == holder), now)
    await session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.story == story,
            DeliveryRow.state == DeliveryState.SENDING,
            DeliveryRow.claimed_by == holder,
        )
        .values(state=DeliveryState.PENDING)
        .execution_options(synchronize_session=False)
    )
