"""What was written while the machine's clock was ahead: schedules and deliveries that lie in the far future."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import DeliveryKind, DeliveryState, Subscriber, SubscriberState
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers.accounts import COLUMNS, to_subscriber


async def list_due_beyond(
    session: AsyncSession, story: str, moment: datetime, now: datetime, limit: int
) -> tuple[Subscriber, ...]:
    """Return active subscribers without a pause whose next digest is due after a moment, the farthest first."""
    far = (
        select(*COLUMNS)
        .where(
            SubscriberRow.story == story,
            SubscriberRow.state == SubscriberState.ACTIVE,
            SubscriberRow.next_due_at > moment,
            SubscriberRow.paused_until.is_(None) | (SubscriberRow.paused_until <= now),
        )
        .order_by(SubscriberRow.next_due_at.desc(), SubscriberRow.id)
        .limit(limit)
    )
    return tuple(to_subscriber(row) for row in await session.execute(far))


async def free_dates(session: AsyncSession, readers: Collection[int], after: date, now: datetime) -> None:
    """Take the digests of subscribers (by id) off dates later than this one, so that these dates get their own.

    Digests that still wait are skipped: the next digest tells their news.
    """
    ahead = (
        DeliveryRow.subscriber_id.in_(readers),
        DeliveryRow.kind == DeliveryKind.DIGEST,
        DeliveryRow.local_date > after,
    )
    skipped = update(DeliveryRow).where(*ahead, DeliveryRow.state == DeliveryState.PENDING)
    reason = "it was planned while the clock was ahead"
    await session.execute(
        skipped.values(state=DeliveryState.SKIPPED, error=reason, settled_at=now).execution_options(
            synchronize_session=False
        )
    )
    settled = update(DeliveryRow).where(*ahead, DeliveryRow.state != DeliveryState.SENDING)
    await session.execute(settled.values(local_date=None).execution_options(synchronize_session=False))


async def wake_deliveries(session: AsyncSession, story: str, after: datetime, before: datetime, now: datetime) -> int:
    """Let deliveries be sent now that wait for a moment between these two; return how many."""
    woken = await session.scalars(
        update(DeliveryRow)
        .where(
            DeliveryRow.story == story,
            DeliveryRow.state == DeliveryState.PENDING,
            DeliveryRow.not_before > after,
            DeliveryRow.not_before < before,
        )
        .values(not_before=now)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(woken.all())
