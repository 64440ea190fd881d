"""Editions, their way to subscribers, and who has seen what."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.stories import insert_new
from storage.subscribers import raised_offer, to_subscriber
from storage.tables import DeliveryRow, EditionRow, SeenRow, SubscriberRow
from storage.values import Delivery, DeliveryKind, DeliveryState, Edition, Subscriber


async def save_edition(
    session: AsyncSession,
    story: str,
    *,
    text: str,
    keyboard: str | None,
    shows: Sequence[int],
    offers_up_to: int | None,
    now: datetime,
) -> Edition:
    """The edition with exactly this content: the one that exists, else a new one."""
    content = json.dumps([text, keyboard, list(shows), offers_up_to])
    fingerprint = sha256(content.encode()).hexdigest()
    new = {
        "story": story,
        "fingerprint": fingerprint,
        "text": text,
        "keyboard": keyboard,
        "shows": list(shows),
        "offers_up_to": offers_up_to,
        "created_at": now,
    }
    await session.execute(insert_new(session, EditionRow), [new])
    same = select(EditionRow).where(EditionRow.story == story, EditionRow.fingerprint == fingerprint)
    return _to_edition((await session.scalars(same)).one())


async def plan_digest(
    session: AsyncSession, subscriber_id: int, edition_id: int, local_date: date, now: datetime
) -> bool:
    """A pending digest for this local date; False where the subscriber has one for it already."""
    return await _insert(
        session,
        subscriber_id,
        edition_id,
        now,
        kind=DeliveryKind.DIGEST,
        state=DeliveryState.PENDING,
        local_date=local_date,
        attempts=0,
    )


async def claim_pending(session: AsyncSession, story: str, now: datetime, limit: int) -> tuple[Delivery, ...]:
    """Take deliveries that may go out now, the longest waiting first; nobody else gets the same ones.

    They are ``SENDING`` once the transaction is committed; only then may they be sent.
    """
    # A CTE, so that PostgreSQL picks (and locks) once: an IN (SELECT … LIMIT) it may evaluate repeatedly.
    picked = (
        select(DeliveryRow.id)
        .where(
            DeliveryRow.story == story,
            DeliveryRow.state == DeliveryState.PENDING,
            DeliveryRow.not_before <= now,
        )
        .order_by(DeliveryRow.not_before, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    claimed = await session.scalars(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(select(picked.c.id)))
        .values(state=DeliveryState.SENDING, attempts=DeliveryRow.attempts + 1)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return await _load(session, claimed.all())


async def record_sent(session: AsyncSession, delivery: Delivery, message_id: int, now: datetime) -> None:
    """The message is known to be delivered: what it shows is seen, what it offers is offered."""
    await _settle(session, delivery, DeliveryState.SENT, now, message_id=message_id, error=None)
    await _record_seen(session, delivery.subscriber, delivery.edition)


async def record_outcome(
    session: AsyncSession, delivery: Delivery, state: DeliveryState, error: str, now: datetime
) -> None:
    """The delivery ended as ``UNCERTAIN``, ``FAILED`` or ``SKIPPED``; what it shows stays unseen."""
    await _settle(session, delivery, state, now, error=error)


async def put_back(session: AsyncSession, delivery: Delivery, not_before: datetime, error: str) -> None:
    """Nothing was sent: the delivery waits until ``not_before``."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id)
        .values(state=DeliveryState.PENDING, not_before=not_before, error=error)
    )


async def settle_interrupted(session: AsyncSession, story: str, now: datetime) -> int:
    """What a dead process left as ``SENDING`` becomes ``UNCERTAIN``: call at the start. Returns how many."""
    interrupted = await session.scalars(
        update(DeliveryRow)
        .where(DeliveryRow.story == story, DeliveryRow.state == DeliveryState.SENDING)
        .values(state=DeliveryState.UNCERTAIN, error="the process ended while sending", settled_at=now)
        .returning(DeliveryRow.id)
    )
    return len(interrupted.all())


async def record_answer(
    session: AsyncSession, subscriber: Subscriber, edition: Edition, message_id: int, now: datetime
) -> None:
    """An edition that was asked for, and is delivered."""
    await _insert(
        session,
        subscriber.id,
        edition.id,
        now,
        kind=DeliveryKind.ANSWER,
        state=DeliveryState.SENT,
        attempts=1,
        message_id=message_id,
        settled_at=now,
    )
    await _record_seen(session, subscriber, edition)


async def last_sent_at(session: AsyncSession, subscriber_id: int) -> datetime | None:
    """When the subscriber last got a message."""
    sent = (DeliveryRow.subscriber_id == subscriber_id, DeliveryRow.state == DeliveryState.SENT)
    return await session.scalar(select(func.max(DeliveryRow.settled_at)).where(*sent))


async def _insert(session: AsyncSession, subscriber_id: int, edition_id: int, now: datetime, **columns: Any) -> bool:
    new = insert_new(session, DeliveryRow).values(
        story=select(SubscriberRow.story).where(SubscriberRow.id == subscriber_id).scalar_subquery(),
        subscriber_id=subscriber_id,
        edition_id=edition_id,
        not_before=now,
        created_at=now,
        **columns,
    )
    return await session.scalar(new.returning(DeliveryRow.id)) is not None


async def _settle(
    session: AsyncSession, delivery: Delivery, state: DeliveryState, now: datetime, **columns: Any
) -> None:
    settled = update(DeliveryRow).where(DeliveryRow.id == delivery.id)
    await session.execute(settled.values(state=state, settled_at=now, **columns))


async def _record_seen(session: AsyncSession, subscriber: Subscriber, edition: Edition) -> None:
    if edition.shows:
        # In order, so that two transactions of one subscriber wait for each other and never in a circle.
        seen = [{"subscriber_id": subscriber.id, "sequence": sequence} for sequence in sorted(edition.shows)]
        await session.execute(insert_new(session, SeenRow), seen)
    if edition.offers_up_to is not None:
        await session.execute(
            update(SubscriberRow)
            .where(SubscriberRow.id == subscriber.id)
            .values(offered_up_to=raised_offer(edition.offers_up_to))
        )


async def _load(session: AsyncSession, ids: Sequence[int]) -> tuple[Delivery, ...]:
    rows = await session.execute(
        select(DeliveryRow, SubscriberRow)
        .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
        .where(DeliveryRow.id.in_(ids))
        .order_by(DeliveryRow.not_before, DeliveryRow.id)
        .execution_options(populate_existing=True)
    )
    pairs = rows.all()
    # Apart: thousands of deliveries share an edition, and a join would fetch its text for each.
    edition_ids = {delivery.edition_id for delivery, _ in pairs}
    shared = await session.scalars(select(EditionRow).where(EditionRow.id.in_(edition_ids)))
    editions = {row.id: _to_edition(row) for row in shared}
    return tuple(
        Delivery(
            id=row.id,
            subscriber=to_subscriber(subscriber),
            edition=editions[row.edition_id],
            kind=row.kind,
            state=row.state,
            local_date=row.local_date,
            attempts=row.attempts,
            message_id=row.message_id,
        )
        for row, subscriber in pairs
    )


def _to_edition(row: EditionRow) -> Edition:
    return Edition(
        id=row.id, text=row.text, keyboard=row.keyboard, shows=tuple(row.shows), offers_up_to=row.offers_up_to
    )
