"""Subscribers and their settings: subscribing, stopping, changing, and who is due."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, Unpack

from sqlalchemy import ColumnElement, String, bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import (
    USUAL,
    Changes,
    DeliveryKind,
    DeliveryState,
    DisplayPreferences,
    Subscriber,
    SubscriberState,
)
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.schema.statements import insert_new
from storage.subscribers.seen import load_seen, raised_offer, save_sets

COLUMNS = tuple(SubscriberRow.__table__.c)  # the columns that ``to_subscriber`` reads


class Schedule(NamedTuple):
    """When the next digest of a subscriber is due, and the local date of the last one."""

    subscriber_id: int
    next_due_at: datetime
    digested_on: date


async def find_subscriber(
    session: AsyncSession, story: str, chat_id: int, thread_id: int | None = None
) -> Subscriber | None:
    """Return the subscriber of this chat, in any state; None if there is none."""
    return next(iter(await load_subscribers(session, *_is(story, chat_id, thread_id))), None)


async def find_in_chat(session: AsyncSession, story: str, chat_id: int) -> tuple[Subscriber, ...]:
    """Return all subscribers of a chat, in any state: the chat itself and the topics of a forum."""
    return await load_subscribers(session, SubscriberRow.story == story, SubscriberRow.chat_id == chat_id)


async def subscribe(  # noqa: PLR0913 - a subscriber is what these words say
    session: AsyncSession,
    story: str,
    chat_id: int,
    thread_id: int | None,
    *,
    digest_time: time,
    zone: str,
    next_due_at: datetime,
    digested_on: date,
    offered_up_to: int,
    begins_after: int = 0,
    now: datetime,
    display: DisplayPreferences = USUAL,
) -> Subscriber:
    """Add a subscriber, or make the stopped or blocked subscriber of this chat active again, with the settings kept.

    An active subscriber stays unchanged. A subscriber who is known keeps where they began. Corrections that waited for
    the subscriber's return may be sent now.
    """
    new = {
        "story": story,
        "chat_id": chat_id,
        "thread_id": thread_id or 0,
        "state": SubscriberState.ACTIVE,
        "muted": [],
        "alerts": [],
        "digest_time": digest_time,
        "zone": zone,
        "tells_nothing_new": False,
        "next_due_at": next_due_at,
        "digested_on": digested_on,
        "offered_up_to": max(offered_up_to, begins_after),
        "begins_after": begins_after,
        "created_at": now,
        "format": display.format,
        "digits": display.digits,
        "months": display.months,
    }
    await session.execute(insert_new(session, SubscriberRow), [new])
    revived = await session.scalar(
        update(SubscriberRow)
        .where(*_is(story, chat_id, thread_id), SubscriberRow.state != SubscriberState.ACTIVE)
        .values(
            state=SubscriberState.ACTIVE,
            next_due_at=next_due_at,
            digested_on=digested_on,
            offered_up_to=raised_offer(offered_up_to),
        )
        .returning(SubscriberRow.id)
    )
    if revived is not None:
        await _release_corrections(session, revived, now)
    return (await load_subscribers(session, *_is(story, chat_id, thread_id)))[0]


async def _release_corrections(session: AsyncSession, subscriber_id: int, now: datetime) -> None:
    """Let the corrections that waited for a subscriber's return be sent now."""
    waiting = (
        DeliveryRow.subscriber_id == subscriber_id,
        DeliveryRow.kind == DeliveryKind.CORRECTION,
        DeliveryRow.state == DeliveryState.PENDING,
    )
    await session.execute(update(DeliveryRow).where(*waiting).values(not_before=now))


async def stop(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """Stop the digests of a subscriber who asked for it."""
    return await _change(session, subscriber_id, state=SubscriberState.STOPPED, next_due_at=None)


async def set_aside(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """Stop the digests of a subscriber whose chat Telegram refuses."""
    return await _change(session, subscriber_id, state=SubscriberState.BLOCKED, next_due_at=None)


async def move(session: AsyncSession, subscriber_id: int, chat_id: int, now: datetime) -> Subscriber:
    """Move a subscriber to the chat that a group has become.

    If the new chat has subscribed by itself, it inherits what this subscriber has seen, and this one is set aside.
    """
    story = await session.scalar(select(SubscriberRow.story).where(SubscriberRow.id == subscriber_id))
    [here] = await load_subscribers(session, SubscriberRow.id == subscriber_id)
    there = await find_subscriber(session, str(story), chat_id, here.thread_id)
    if there is None:
        return await _change(session, subscriber_id, chat_id=chat_id)
    seen = await load_seen(session, {here.seen_set_id, there.seen_set_id})
    both = seen[here.seen_set_id] | seen[there.seen_set_id]
    set_ids = await save_sets(session, str(story), [both], now)
    await _change(session, there.id, seen_set_id=set_ids[both])
    return await set_aside(session, subscriber_id)


async def change(session: AsyncSession, subscriber_id: int, **changes: Unpack[Changes]) -> Subscriber:
    """Change these settings of a subscriber; the others stay."""
    topics = {name: sorted(changes.pop(name)) for name in ("muted", "alerts") if name in changes}
    return await _change(session, subscriber_id, **changes, **topics)


async def list_due(session: AsyncSession, story: str, now: datetime, limit: int) -> tuple[Subscriber, ...]:
    """Return active subscribers whose hour has come, the longest waiting first.

    PostgreSQL locks them to the end of the transaction, and leaves out those that another process holds.
    """
    due = (
        select(*COLUMNS)
        .where(*_active(story), SubscriberRow.next_due_at <= now)
        .order_by(SubscriberRow.next_due_at, SubscriberRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)  # other processes may write deliveries of these subscribers
    )
    return tuple(to_subscriber(row) for row in await session.execute(due))


async def set_schedules(session: AsyncSession, schedules: Sequence[Schedule]) -> None:
    """Set when the next digests of subscribers are due, and the local dates of the last ones."""
    connection = await session.connection()
    moved = update(SubscriberRow.__table__).where(SubscriberRow.id == bindparam("key"))  # type: ignore[arg-type]
    values = moved.values(next_due_at=bindparam("due"), digested_on=bindparam("day"))
    await connection.execute(values, [{"key": key, "due": due, "day": day} for key, due, day in schedules])


async def list_alerted(
    session: AsyncSession, story: str, now: datetime, after: int, limit: int
) -> tuple[Subscriber, ...]:
    """Return active subscribers with alerts and without a pause, by id, from after this id on."""
    wanted = (
        *_active(story),
        cast(SubscriberRow.alerts, String) != "[]",
        (SubscriberRow.paused_until.is_(None) | (SubscriberRow.paused_until <= now)),
        SubscriberRow.id > after,
    )
    rows = await session.execute(select(*COLUMNS).where(*wanted).order_by(SubscriberRow.id).limit(limit))
    return tuple(to_subscriber(row) for row in rows)


async def load_subscribers(session: AsyncSession, *wanted: ColumnElement[bool]) -> tuple[Subscriber, ...]:
    """Load the subscribers that meet these conditions."""
    return tuple(to_subscriber(row) for row in await session.execute(select(*COLUMNS).where(*wanted)))


def to_subscriber(row: Any) -> Subscriber:
    """Return the subscriber of a row that has ``COLUMNS``."""
    return Subscriber(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        state=row.state,
        muted=frozenset(row.muted),
        alerts=frozenset(row.alerts),
        digest_time=row.digest_time,
        zone=row.zone,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        paused_until=row.paused_until,
        tells_nothing_new=row.tells_nothing_new,
        next_due_at=row.next_due_at,
        digested_on=row.digested_on,
        offered_up_to=row.offered_up_to,
        seen_set_id=row.seen_set_id,
        created_at=row.created_at,
        display=DisplayPreferences(row.format, row.digits, row.months),
        begins_after=row.begins_after,
    )


def _active(story: str) -> tuple[ColumnElement[bool], ...]:
    return SubscriberRow.story == story, SubscriberRow.state == SubscriberState.ACTIVE


def _is(story: str, chat_id: int, thread_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        SubscriberRow.story == story,
        SubscriberRow.chat_id == chat_id,
        SubscriberRow.thread_id == (thread_id or 0),
    )


async def _change(session: AsyncSession, subscriber_id: int, **columns: Any) -> Subscriber:
    changed = update(SubscriberRow).where(SubscriberRow.id == subscriber_id).values(**columns).returning(*COLUMNS)
    return to_subscriber((await session.execute(changed, execution_options={"synchronize_session": False})).one())
