"""Who gets digests and alerts, when, about what."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypedDict, Unpack

from sqlalchemy import ColumnElement, String, bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import (
    USUAL,
    DeliveryKind,
    DeliveryState,
    Digits,
    DisplayPreferences,
    Format,
    Months,
    Subscriber,
    SubscriberState,
)
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.schema.statements import insert_new
from storage.subscribers.seen import load_seen, raised_offer, save_sets

COLUMNS = tuple(SubscriberRow.__table__.c)  # what ``to_subscriber`` reads


class Changes(TypedDict, total=False):
    """What a subscriber, or the digest's clock, may change; the words are those of ``Subscriber``."""

    muted: Collection[str]
    alerts: Collection[str]
    digest_time: time
    zone: str
    quiet_from: time | None
    quiet_to: time | None
    paused_until: datetime | None
    tells_nothing_new: bool
    format: Format
    digits: Digits
    months: Months
    next_due_at: datetime | None


class Schedule(NamedTuple):
    """What the digest's clock knows of a subscriber."""

    subscriber_id: int
    next_due_at: datetime
    digested_on: date


async def find_subscriber(
    session: AsyncSession, story: str, chat_id: int, thread_id: int | None = None
) -> Subscriber | None:
    """The subscriber of this chat, in whatever state, or None."""
    return next(iter(await load_subscribers(session, *_is(story, chat_id, thread_id))), None)


async def find_in_chat(session: AsyncSession, story: str, chat_id: int) -> tuple[Subscriber, ...]:
    """All subscribers of a chat: itself and the topics of a forum, in whatever state."""
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
    now: datetime,
    display: DisplayPreferences = USUAL,
) -> Subscriber:
    """A new subscriber; or the stopped or blocked one of this chat, active again, its settings kept.

    One that is active already stays as it is. Corrections that waited for the return of another go out now.
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
        "offered_up_to": offered_up_to,
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
        await session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.subscriber_id == revived,
                DeliveryRow.kind == DeliveryKind.CORRECTION,
                DeliveryRow.state == DeliveryState.PENDING,
            )
            .values(not_before=now)
        )
    return (await load_subscribers(session, *_is(story, chat_id, thread_id)))[0]


async def stop(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """No more digests: the subscriber said so."""
    return await _change(session, subscriber_id, state=SubscriberState.STOPPED, next_due_at=None)


async def set_aside(session: AsyncSession, subscriber_id: int) -> Subscriber:
    """No more digests: Telegram refuses the chat."""
    return await _change(session, subscriber_id, state=SubscriberState.BLOCKED, next_due_at=None)


async def move(session: AsyncSession, subscriber_id: int, chat_id: int, now: datetime) -> Subscriber:
    """Follow a group to the chat that it has become.

    Where that chat has subscribed by itself, this subscriber is set aside and leaves it what it has seen.
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
    """Change these of the subscriber's settings, and leave the others."""
    topics = {name: sorted(changes.pop(name)) for name in ("muted", "alerts") if name in changes}
    return await _change(session, subscriber_id, **changes, **topics)


async def list_due(session: AsyncSession, story: str, now: datetime, limit: int) -> tuple[Subscriber, ...]:
    """Active subscribers whose hour has come, the longest waiting first.

    PostgreSQL locks them to the end of the transaction, and leaves out those that another process holds.
    """
    due = (
        select(*COLUMNS)
        .where(*_active(story), SubscriberRow.next_due_at <= now)
        .order_by(SubscriberRow.next_due_at, SubscriberRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)  # a delivery that refers to them may be written
    )
    return tuple(to_subscriber(row) for row in await session.execute(due))


async def set_schedules(session: AsyncSession, schedules: Sequence[Schedule]) -> None:
    """When the next digest of each of these is due, and which was the last."""
    connection = await session.connection()
    moved = update(SubscriberRow.__table__).where(SubscriberRow.id == bindparam("key"))  # type: ignore[arg-type]
    values = moved.values(next_due_at=bindparam("due"), digested_on=bindparam("day"))
    await connection.execute(values, [{"key": key, "due": due, "day": day} for key, due, day in schedules])


async def list_alerted(
    session: AsyncSession, story: str, now: datetime, after: int, limit: int
) -> tuple[Subscriber, ...]:
    """Active subscribers who are alerted of a topic and have no pause, by id, from beyond ``after``."""
    wanted = (
        *_active(story),
        cast(SubscriberRow.alerts, String) != "[]",
        (SubscriberRow.paused_until.is_(None) | (SubscriberRow.paused_until <= now)),
        SubscriberRow.id > after,
    )
    rows = await session.execute(select(*COLUMNS).where(*wanted).order_by(SubscriberRow.id).limit(limit))
    return tuple(to_subscriber(row) for row in rows)


async def load_subscribers(session: AsyncSession, *wanted: ColumnElement[bool]) -> tuple[Subscriber, ...]:
    """The subscribers of whom this holds."""
    return tuple(to_subscriber(row) for row in await session.execute(select(*COLUMNS).where(*wanted)))


def to_subscriber(row: Any) -> Subscriber:
    """The subscriber of a row that has ``COLUMNS``."""
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
