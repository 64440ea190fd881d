"""What a claimed delivery says: decided late, so that nothing is told that was read or withdrawn meanwhile."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.core.container import Services
from bot.domain.preferences import is_paused
from bot.domain.schedule import end_of_quiet, local_date
from bot.domain.selection import pick_important
from bot.rendering.layout import RenderContext
from bot.rendering.message import Message
from bot.views import news
from bot.views import newsroom as newsroom_views
from storage.engine.database import Session
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import StorySnapshot
from storage.model.values import (
    Broadcast,
    Correction,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Edition,
    Outcome,
    SubscriberState,
)
from storage.news.corrections import load_corrections, load_told_at
from storage.outbox.broadcasts import load_broadcasts
from storage.outbox.deliveries import save_edition
from storage.subscribers import statistics

ON_RETURN = datetime(9999, 1, 1, tzinfo=UTC)  # a correction waits for whoever is away
_AUDIENCES = 20
_LOOK_AGAIN = timedelta(hours=1)  # whether a pause has ended


@dataclass(frozen=True, slots=True)
class PreparedDelivery:
    """A delivery ready to be sent."""

    delivery: Delivery
    edition: Edition


@dataclass(frozen=True, slots=True)
class _BatchContext:
    """What the messages of one batch are written from."""

    snapshot: StorySnapshot
    seen: dict[int | None, IntervalSet]
    corrections: dict[int, Correction]
    broadcasts: dict[int, Broadcast]
    told_on: dict[int, date]  # by delivery: when its reader was told what is corrected


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers to whom the same is new, and the digest that they would get now."""

    readers: int
    digest: Message


async def list_audiences(services: Services) -> list[Audience]:
    """The largest groups of readers who would get a digest now, and that digest."""
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
        groups = await statistics.list_audiences(session, services.story.name, _AUDIENCES)
        seen = await services.story_cache.load_seen(session, {reader.seen_set_id for reader, _ in groups})
    audiences = []
    for reader, count in groups:
        own, today = seen[reader.seen_set_id], local_date(services.clock(), reader.zone)
        context = RenderContext(services.story, snapshot.sources, today, snapshot.by_id, reader.display, own)
        digest = news.digest(context, snapshot.list_unseen(own, reader.muted, reader.offered_up_to))
        if digest:
            audiences.append(Audience(count, digest))
    return audiences


class EditionBuilder:
    """Gives claimed deliveries their editions, each rendered once for all to whom the same is new."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._printed: dict[Hashable, Edition | None] = {}

    async def bind(
        self, session: Session, deliveries: Sequence[Delivery], now: datetime
    ) -> tuple[list[PreparedDelivery], list[Outcome]]:
        """What is to be sent, and what need not be: there is nothing to tell any more, or nobody."""
        batch = await self._gather(session, deliveries)
        prepared, outcomes = [], []
        for delivery in deliveries:
            if held := _hold(delivery, now):
                outcomes.append(held)
                continue
            key = _list_what_tells_apart(delivery, batch, now)
            if key not in self._printed:
                message = self._write(delivery, batch, now)
                story = self._services.story.name
                saved = await save_edition(session, story, **message.content(), now=now) if message else None
                self._printed[key] = saved
            if edition := self._printed[key]:
                prepared.append(PreparedDelivery(delivery, edition))
            else:
                reason = "there is nothing to tell any more"
                outcomes.append(Outcome(delivery, DeliveryState.SKIPPED, error=reason))
        return prepared, outcomes

    async def _gather(self, session: Session, deliveries: Sequence[Delivery]) -> _BatchContext:
        story_cache = self._services.story_cache
        snapshot = await story_cache.read(session, self._services.story)
        seen = await story_cache.load_seen(session, {delivery.subscriber.seen_set_id for delivery in deliveries})
        broadcasts = await load_broadcasts(session, {each.broadcast_id for each in deliveries if each.broadcast_id})
        correcting = [delivery for delivery in deliveries if delivery.correction_id is not None]
        if not correcting:
            return _BatchContext(snapshot, seen, {}, broadcasts, {})
        corrections = await load_corrections(session, {delivery.correction_id or 0 for delivery in correcting})
        told_at = await load_told_at(session, {(each.subscriber.id, each.reply_to) for each in correcting})
        told_on = {
            each.id: local_date(told_at[each.subscriber.id, each.reply_to], each.subscriber.zone)
            for each in correcting
            if each.reply_to and (each.subscriber.id, each.reply_to) in told_at
        }
        return _BatchContext(snapshot, seen, corrections, broadcasts, told_on)

    def _write(self, delivery: Delivery, batch: _BatchContext, now: datetime) -> Message | None:
        reader = delivery.subscriber
        today = delivery.local_date or local_date(now, reader.zone)
        seen = batch.seen[reader.seen_set_id]
        context = RenderContext(
            self._services.story, batch.snapshot.sources, today, batch.snapshot.by_id, reader.display, seen
        )
        if delivery.broadcast_id is not None:
            text = batch.broadcasts[delivery.broadcast_id].text
            return newsroom_views.announce(self._services.story, text.split("\n"), reader.display)
        if delivery.correction_id is not None:
            correction = batch.corrections[delivery.correction_id]
            return news.correct(context, correction, batch.told_on.get(delivery.id))
        unseen = batch.snapshot.list_unseen(seen, reader.muted, reader.offered_up_to)
        if delivery.kind is DeliveryKind.ALERT:
            return news.alert(context, pick_important(unseen, reader.alerts))
        if message := news.digest(context, unseen):
            return message
        return news.nothing_today(context) if reader.tells_nothing_new else None


def has_news(snapshot: StorySnapshot, seen: IntervalSet, muted: Collection[str], offered_up_to: int) -> bool:
    """Whether a digest would tell anything."""
    return bool(snapshot.list_unseen(seen, muted, offered_up_to))


def _hold(delivery: Delivery, now: datetime) -> Outcome | None:
    """What becomes of a delivery whose reader is to get nothing now; None where it may be sent.

    A correction is put off, and so is a word to all; a digest or an alert is left out, for the next digest tells its
    news.
    """
    reader = delivery.subscriber
    if reader.state is not SubscriberState.ACTIVE:
        reason, until = f"the subscriber is {reader.state}", ON_RETURN
    elif is_paused(reader, now):
        reason, until = "the subscriber pauses", now + _LOOK_AGAIN
    else:
        quiet = end_of_quiet(now, reader.quiet_from, reader.quiet_to, reader.zone)
        if quiet is None or delivery.kind is DeliveryKind.DIGEST:  # whose hour the reader chose himself
            return None
        return Outcome(delivery, DeliveryState.PENDING, error="it is quiet now", not_before=quiet)
    if delivery.kind in {DeliveryKind.CORRECTION, DeliveryKind.BROADCAST}:
        return Outcome(delivery, DeliveryState.PENDING, error=reason, not_before=until)
    return Outcome(delivery, DeliveryState.SKIPPED, error=reason)


def _list_what_tells_apart(delivery: Delivery, batch: _BatchContext, now: datetime) -> Hashable:
    """Deliveries of which all this is the same say the same."""
    reader = delivery.subscriber
    if delivery.broadcast_id is not None:
        return (delivery.broadcast_id, reader.display)
    if delivery.correction_id is not None:
        return (
            batch.snapshot.version,
            delivery.correction_id,
            batch.told_on.get(delivery.id),
            local_date(now, reader.zone),
            reader.display,
        )
    return (
        batch.snapshot.version,
        delivery.kind,
        delivery.local_date or local_date(now, reader.zone),
        reader.seen_set_id,
        reader.offered_up_to,
        reader.muted,
        reader.display,
        reader.alerts if delivery.kind is DeliveryKind.ALERT else reader.tells_nothing_new,
    )
