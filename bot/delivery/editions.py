"""The content of deliveries, decided when they are claimed: no message tells what was read or withdrawn meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.core.container import Services
from bot.delivery.edition_key import EditionKey, make_key
from bot.domain.preferences import is_paused
from bot.domain.schedule import end_of_quiet, local_date
from bot.domain.selection import pick_important
from bot.rendering import Message, RenderContext
from bot.views import news
from bot.views import newsroom as newsroom_views
from storage.engine.database import Session
from storage.model import (
    Audience,
    Broadcast,
    Correction,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Edition,
    IntervalSet,
    Outcome,
    ReadingState,
    StoredUpdate,
    StorySnapshot,
    SubscriberState,
)
from storage.news.corrections import load_corrections, load_told_at
from storage.outbox.broadcasts import load_broadcasts
from storage.outbox.deliveries import save_edition
from storage.subscribers import statistics

ON_RETURN = datetime(9999, 1, 1, tzinfo=UTC)  # a correction waits until the subscriber returns
_AUDIENCES = 20
_LOOK_AGAIN = timedelta(hours=1)  # until the next check whether a pause has ended


@dataclass(frozen=True, slots=True)
class PreparedDelivery:
    """A delivery ready to be sent."""

    delivery: Delivery
    edition: Edition


@dataclass(frozen=True, slots=True)
class _BatchContext:
    """What the messages of one batch are written from, beside the key of each."""

    snapshot: StorySnapshot
    seen: dict[int | None, IntervalSet]
    corrections: dict[int, Correction]
    broadcasts: dict[int, Broadcast]
    told_on: dict[int, date]  # by delivery: when the subscriber was told what is corrected


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """How many readers would get a digest now, and that digest."""

    readers: int
    digest: Message


async def preview_digests(services: Services) -> list[DigestPreview]:
    """Return the digests that the largest groups of readers would get now."""
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
        groups = await statistics.list_audiences(session, services.story.name, _AUDIENCES)
        seen = await services.story_cache.load_seen(session, {reader.seen_set_id for reader, _ in groups})
    batch = _BatchContext(snapshot, seen, {}, {}, {})
    previews = []
    for reader, count in groups:
        key = EditionKey(
            kind=DeliveryKind.DIGEST,
            version=snapshot.version,
            today=local_date(services.clock(), reader.zone),
            audience=Audience.of(reader),
        )
        if digest := _Writer(services, batch).write(key):
            previews.append(DigestPreview(count, digest))
    return previews


class EditionBuilder:
    """Builds the editions of claimed deliveries: each edition is written once for all deliveries with the same key."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._built: dict[EditionKey, Edition | None] = {}

    async def build(
        self, session: Session, deliveries: Sequence[Delivery], now: datetime
    ) -> tuple[list[PreparedDelivery], list[Outcome]]:
        """Return the deliveries that are to be sent, and the outcomes of those that are skipped or put off."""
        batch = await self._gather(session, deliveries)
        prepared, outcomes = [], []
        for delivery in deliveries:
            if held := _hold(delivery, now):
                outcomes.append(held)
                continue
            key = make_key(delivery, batch.snapshot.version, now, batch.told_on.get(delivery.id))
            if key not in self._built:
                self._built[key] = await self._save(session, _Writer(self._services, batch).write(key), now)
            if edition := self._built[key]:
                prepared.append(PreparedDelivery(delivery, edition))
            else:
                reason = "there is nothing to tell any more"
                outcomes.append(Outcome(delivery, DeliveryState.SKIPPED, error=reason))
        return prepared, outcomes

    async def _save(self, session: Session, message: Message | None, now: datetime) -> Edition | None:
        if message is None:
            return None
        return await save_edition(session, self._services.story.name, **message.content(), now=now)

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


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes messages from keys. A writer never gets a subscriber: see ``EditionKey``."""

    services: Services
    batch: _BatchContext

    def write(self, key: EditionKey) -> Message | None:
        """Write the message of a key; return None if there is nothing to tell."""
        story, batch = self.services.story, self.batch
        reading, display = key.audience.reading, key.audience.display
        if key.broadcast_id is not None:
            text = batch.broadcasts[key.broadcast_id].text
            return newsroom_views.announce(story, text.split("\n"), display)
        seen = batch.seen[reading.seen_set_id]
        context = RenderContext.of(story, batch.snapshot, key.today, display, seen)
        if key.correction_id is not None:
            return news.correct(context, batch.corrections[key.correction_id], key.told_on)
        unread = list_unread(batch.snapshot, seen, reading)
        if key.kind is DeliveryKind.ALERT:
            return news.alert(context, pick_important(unread, key.alerts))
        if message := news.digest(context, unread):
            return message
        return news.nothing_today(context) if key.tells_nothing_new else None


def list_unread(snapshot: StorySnapshot, seen: IntervalSet, reading: ReadingState) -> list[StoredUpdate]:
    """Return the news that a digest would tell, the weightiest first.

    :param seen: the sequences of the set that the reading state names.
    """
    return snapshot.list_unseen(seen, reading.muted, reading.offered_up_to)


def _hold(delivery: Delivery, now: datetime) -> Outcome | None:
    """Return the outcome of a delivery whose subscriber gets nothing now; None if the delivery may be sent.

    A correction or a broadcast is put off. A digest or an alert is skipped: the next digest tells its news.
    """
    reader = delivery.subscriber
    if reader.state is not SubscriberState.ACTIVE:
        reason, until = f"the subscriber is {reader.state}", ON_RETURN
    elif is_paused(reader, now):
        reason, until = "the subscriber has paused", now + _LOOK_AGAIN
    else:
        quiet = end_of_quiet(now, reader.quiet_from, reader.quiet_to, reader.zone)
        if quiet is None or delivery.kind is DeliveryKind.DIGEST:  # the subscriber chose the hour of a digest
            return None
        return Outcome(delivery, DeliveryState.PENDING, error="quiet hours", not_before=quiet)
    if delivery.kind in {DeliveryKind.CORRECTION, DeliveryKind.BROADCAST}:
        return Outcome(delivery, DeliveryState.PENDING, error=reason, not_before=until)
    return Outcome(delivery, DeliveryState.SKIPPED, error=reason)
