"""Who gets digests, when, about what."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.stories import insert_new
from storage.tables import SeenRow, SubscriberRow
from storage.values import Subscriber, SubscriberState


async def find_subscriber(
    session: AsyncSession, story: str, chat_id: int, thread_id: int | None = None
) -> Subscriber | None:
    """The subscriber of this chat, in whatever state, or None."""
    row = (await session.scalars(select(SubscriberRow).where(*_is(story, chat_id, thread_id)))).one_or_none()
    return to_subscriber(row) if row else None


async def subscribe(  # noqa: PLR0913 - a subscriber is what these words say
    session: AsyncSession,
    story: str,
    chat_id: int,
    thread_id: int | None,
    *,
    digest_time: time,
    zone: str,
    next_due_at: datetime,
    offered_up_to: int,
    now: datetime,
) -> Subscriber:
    """A new subscriber; or the stopped or blocked one of this chat, active again, its settings kept.

    One that is active already stays as it is.
    """
    new = {
        "story": story,
        "chat_id": chat_id,
        "thread_id": thread_id or 0,
        "state": SubscriberState.ACTIVE,
        "muted": [],
        "digest_time": digest_time,
        "zone": zone,
        "next_due_at": next_due_at,
        "offered_up_to": offered_up_to,
        "created_at": now,
    }
    await session.execute(insert_new(session, SubscriberRow), [new])
    await session.execute(
        update(SubscriberRow)
        .where(*_is(story, chat_id, thread_id), SubscriberRow.state != SubscriberState.ACTIVE)
        .values(state=SubscriberState.ACTIVE, next_due_at=next_due_at, offered_up_to=raised_offer(offered_up_to))
    )
    row = await session.scalars(
        select(SubscriberRow).where(*_is(story, chat_id, thread_id)).execution_options(populate_existing=True)
    )
    return to_subscriber(row.one())


async def stop(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """No more digests: the subscriber said so."""
    return await _change(session, subscriber_id, state=SubscriberState.STOPPED, next_due_at=None)


async def set_aside(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """No more digests: Telegram refuses the chat."""
    return await _change(session, subscriber_id, state=SubscriberState.BLOCKED, next_due_at=None)


async def move(session: AsyncSession, subscriber_id: int, chat_id: int) -> Subscriber:
    """Follow a group to the chat that it has become.

    Where that chat has subscribed by itself, this subscriber is set aside and leaves it what it has seen.
    """
    row = await session.get_one(SubscriberRow, subscriber_id)
    there = await find_subscriber(session, row.story, chat_id, row.thread_id)
    if there is None:
        return await _change(session, subscriber_id, chat_id=chat_id)
    seen = select(literal(there.id), SeenRow.sequence).where(SeenRow.subscriber_id == subscriber_id)
    await session.execute(insert_new(session, SeenRow).from_select(["subscriber_id", "sequence"], seen))
    return await set_aside(session, subscriber_id)


async def set_digest_time(
    session: AsyncSession, subscriber_id: int, digest_time: time, next_due_at: datetime | None
) -> Subscriber:
    """Another hour, and when it comes next (None for a subscriber who is not active)."""
    return await _change(session, subscriber_id, digest_time=digest_time, next_due_at=next_due_at)


async def set_muted(session: AsyncSession, subscriber_id: int, muted: Collection[str]) -> Subscriber:
    """Switch exactly these topics off."""
    return await _change(session, subscriber_id, muted=sorted(muted))


async def set_next_due(session: AsyncSession, subscriber_id: int, next_due_at: datetime) -> Subscriber:
    """When the next digest is due."""
    return await _change(session, subscriber_id, next_due_at=next_due_at)


async def list_due(session: AsyncSession, story: str, now: datetime, limit: int) -> tuple[Subscriber, ...]:
    """Active subscribers whose hour has come, the longest waiting first.

    PostgreSQL locks them to the end of the transaction, and leaves out those that another process holds.
    """
    due = (
        select(SubscriberRow)
        .where(
            SubscriberRow.story == story,
            SubscriberRow.state == SubscriberState.ACTIVE,
            SubscriberRow.next_due_at <= now,
        )
        .order_by(SubscriberRow.next_due_at, SubscriberRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(to_subscriber(row) for row in await session.scalars(due))


def raised_offer(sequence: int) -> ColumnElement[int]:
    """``offered_up_to``, raised to this sequence, never lowered."""
    return case((SubscriberRow.offered_up_to < sequence, sequence), else_=SubscriberRow.offered_up_to)


def to_subscriber(row: SubscriberRow) -> Subscriber:
    """The value of a row."""
    return Subscriber(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        state=row.state,
        muted=frozenset(row.muted),
        digest_time=row.digest_time,
        zone=row.zone,
        next_due_at=row.next_due_at,
        offered_up_to=row.offered_up_to,
        created_at=row.created_at,
    )


def _is(story: str, chat_id: int, thread_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        SubscriberRow.story == story,
        SubscriberRow.chat_id == chat_id,
        SubscriberRow.thread_id == (thread_id or 0),
    )


async def _change(session: AsyncSession, subscriber_id: int, **columns: Any) -> Subscriber:
    changed = update(SubscriberRow).where(SubscriberRow.id == subscriber_id).values(**columns).returning(SubscriberRow)
    return to_subscriber((await session.scalars(changed)).one())
