"""Editions and their way to subscribers: plan, claim, record."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Update, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.model.values import DeliveryKind, DeliveryState, Edition, Outcome, Subscriber
from storage.news.corrections import plan_for_late_readers
from storage.schema.outbox import DeliveryRow, EditionRow
from storage.schema.statements import insert_new, new_delivery, upsert
from storage.subscribers.seen import add_seen


async def save_edition(  # noqa: PLR0913 - an edition is what these words say
    session: AsyncSession,
    story: str,
    *,
    text: str,
    keyboard: str | None,
    shows: Sequence[int],
    offers_up_to: int | None,
    rich: str | None = None,
    now: datetime,
) -> Edition:
    """Save an edition, or find the one with exactly this content."""
    content = json.dumps([text, keyboard, list(shows), offers_up_to, *([rich] if rich else ())])
    fingerprint = sha256(content.encode()).hexdigest()
    new = {
        "story": story,
        "fingerprint": fingerprint,
        "text": text,
        "rich": rich,
        "keyboard": keyboard,
        "shows": list(shows),
        "offers_up_to": offers_up_to,
        "created_at": now,
    }
    # The update of an existing row makes the statement return its id.
    saved = upsert(session, EditionRow, keys=("story", "fingerprint"), changes=("fingerprint",))
    edition_id = (await session.execute(saved.values(new).returning(EditionRow.id))).scalar_one()
    return Edition(edition_id, text, keyboard, tuple(shows), offers_up_to, rich)


async def plan_digests(session: AsyncSession, story: str, dates: Mapping[int, date], now: datetime) -> None:
    """Plan a digest for each subscriber (by id) on a local date, unless the subscriber has a digest of that date.

    A digest of another date that still waits is skipped: the new digest tells its news.
    """
    for day in {*dates.values()}:
        await session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.subscriber_id.in_([reader for reader, date_ in dates.items() if date_ == day]),
                DeliveryRow.kind == DeliveryKind.DIGEST,
                DeliveryRow.state == DeliveryState.PENDING,
                DeliveryRow.local_date != day,
            )
            .values(
                state=DeliveryState.SKIPPED,
                error="the next digest is due and tells the news of this one",
                settled_at=now,
            )
            .execution_options(synchronize_session=False)
        )
    rows = [
        new_delivery(story, DeliveryKind.DIGEST, now, subscriber_id=reader, local_date=day)
        for reader, day in dates.items()
    ]
    await session.execute(insert_new(session, DeliveryRow), rows)


async def plan_alerts(session: AsyncSession, story: str, not_before: Mapping[int, datetime], now: datetime) -> None:
    """Plan an alert for each subscriber (by id) from a moment on, unless an alert waits already."""
    rows = [
        new_delivery(story, DeliveryKind.ALERT, now, subscriber_id=reader, not_before=moment)
        for reader, moment in not_before.items()
    ]
    await session.execute(insert_new(session, DeliveryRow), rows)


async def record(session: AsyncSession, story: str, outcomes: Collection[Outcome], now: datetime) -> None:
    """Record the outcomes of claimed deliveries, what readers have now seen, and what they were offered.

    Readers who were told an update that was corrected meanwhile get the correction.
    """
    if not outcomes:
        return
    sent = [outcome for outcome in outcomes if outcome.state is DeliveryState.SENT and outcome.edition]
    await _settle_sent(session, sent, now)
    await _settle_others(session, [outcome for outcome in outcomes if outcome.state is not DeliveryState.SENT], now)
    shown = {outcome.delivery.subscriber.id: outcome.edition for outcome in sent if outcome.edition}
    known = await add_seen(session, story, shown, now)
    messages = {outcome.delivery.subscriber.id: outcome.message_id for outcome in sent}
    await plan_for_late_readers(session, story, {reader: shown[reader] for reader in known}, messages, now)


async def _settle_sent(session: AsyncSession, sent: Collection[Outcome], now: datetime) -> None:
    rows = [
        {"key": outcome.delivery.id, "message": outcome.message_id, "edition": outcome.edition and outcome.edition.id}
        for outcome in sent
    ]
    settled = _by_key().values(
        state=DeliveryState.SENT,
        settled_at=now,
        error=None,
        message_id=bindparam("message"),
        edition_id=bindparam("edition"),
    )
    if rows:
        await (await session.connection()).execute(settled, rows)


async def _settle_others(session: AsyncSession, outcomes: Collection[Outcome], now: datetime) -> None:
    put_back = [outcome.delivery.id for outcome in outcomes if outcome.state is DeliveryState.PENDING]
    gave_way = await skip_superseded_alerts(session, DeliveryRow.id.in_(put_back), now) if put_back else set()
    rows = [
        {
            "key": outcome.delivery.id,
            "attempt": outcome.delivery.attempts,
            "new_state": outcome.state,
            "edition": outcome.edition and outcome.edition.id,
            "reason": outcome.error,
            "moment": outcome.not_before or now,
            "settled": None if outcome.state is DeliveryState.PENDING else now,
        }
        for outcome in outcomes
        if outcome.delivery.id not in gave_way
    ]
    # Only of this claim. Recording may be repeated: the first commit may have succeeded without an answer, and another
    # process may have claimed the delivery since.
    claimed = _by_key().where(DeliveryRow.state == DeliveryState.SENDING, DeliveryRow.attempts == bindparam("attempt"))
    settled = claimed.values(
        state=bindparam("new_state"),
        edition_id=bindparam("edition"),
        error=bindparam("reason"),
        not_before=bindparam("moment"),
        settled_at=bindparam("settled"),
    )
    if rows:
        await (await session.connection()).execute(settled, rows)


async def skip_superseded_alerts(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> set[int]:
    """Skip alerts that are to wait again if another alert of the subscriber waits: that one tells their news."""
    other = aliased(DeliveryRow)
    another_waits = exists().where(
        other.subscriber_id == DeliveryRow.subscriber_id,
        other.kind == DeliveryKind.ALERT,
        other.state == DeliveryState.PENDING,
    )
    sending = (DeliveryRow.kind == DeliveryKind.ALERT, DeliveryRow.state == DeliveryState.SENDING)
    left_out = (
        update(DeliveryRow)
        .where(which, *sending, another_waits)
        .values(state=DeliveryState.SKIPPED, error="another alert waits and tells the news of this one", settled_at=now)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return set((await session.execute(left_out)).scalars())


def _by_key() -> Update:
    return update(DeliveryRow.__table__).where(DeliveryRow.id == bindparam("key"))  # type: ignore[arg-type]


async def record_answer(
    session: AsyncSession, story: str, reader: Subscriber, edition: Edition, message_id: int, now: datetime
) -> None:
    """Record an edition that was asked for and delivered."""
    answer = new_delivery(
        story,
        DeliveryKind.ANSWER,
        now,
        subscriber_id=reader.id,
        edition_id=edition.id,
        state=DeliveryState.SENT,
        attempts=1,
        message_id=message_id,
        settled_at=now,
    )
    await session.execute(insert_new(session, DeliveryRow), [answer])
    await add_seen(session, story, {reader.id: edition}, now)
    await plan_for_late_readers(session, story, {reader.id: edition}, {reader.id: message_id}, now)


async def last_sent_at(session: AsyncSession, subscriber_id: int) -> datetime | None:
    """Return when the subscriber last got a message."""
    sent = (DeliveryRow.subscriber_id == subscriber_id, DeliveryRow.state == DeliveryState.SENT)
    return await session.scalar(select(func.max(DeliveryRow.settled_at)).where(*sent))
