"""What one reader would have been told of a story, day by day, by the planner and the editions of the running bot."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from bot.composing.compose import make_further_compose
from bot.core.container import Services
from bot.delivery.editions import EditionBuilder, list_unread
from bot.delivery.planner import plan_digests
from bot.domain.chat import Place
from bot.domain.intake import Problem
from bot.domain.schedule import due_on
from bot.services import subscriptions
from bot.services.ingest import take_in
from bot.services.reading import record_reading
from briefings.composition.composer import compose
from briefings.model import Article
from briefings.story import Story
from storage.model import DeliveryState, Outcome, Parts, ReadingState, StoredUpdate, StorySnapshot
from storage.outbox import claims, deliveries

_READER = Place(1)
_HOLDER = "replay"
_MESSAGE = 1  # its id
_MORNING, _NOON = time(6), time(12)
DIGEST_TIME = time(23)


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item as the reader got it, with the line beneath it."""

    item: StoredUpdate
    line: StoredUpdate | None


@dataclass(frozen=True, slots=True)
class ToldDay:
    """What the digest of a day told, after all articles of that day; ``rest`` counts the items that it left over."""

    date: date
    articles: int
    items: tuple[ToldItem, ...] = ()
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """The story so far, as the greeting tells it, the days, and the articles of which nothing was read."""

    greeting: tuple[ToldItem, ...]
    days: tuple[ToldDay, ...]
    set_aside: tuple[Problem, ...] = ()


class ReplayClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._moment = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment to which the clock was moved."""
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Move to a moment."""
        self._moment = moment


async def replay(
    services: Services, clock: ReplayClock, articles: Sequence[Article], start: date | None = None
) -> Replayed:
    """Ingest the articles day by day, and tell one subscriber in the evening of each day what its digest tells.

    The database of the services must be empty. Their settings say when the digest is due, and in which zone.

    :param start: the day on which the reader subscribes; all earlier articles are ingested before. Without it, the
        reader is there before the first article.
    """
    services = replace(services, compose=make_further_compose(services.story))
    by_day = _group_by_day(services.story, articles)
    first = start or min(by_day, default=date.min)
    zone, past = services.settings.timezone, [each for day in sorted(by_day) if day < first for each in by_day[day]]
    clock.move_to(due_on(first, _MORNING, zone))
    aside = [*(await take_in(services, past)).set_aside] if past else []
    greeting = await _subscribe(services)
    days = []
    for day in sorted(day for day in by_day if day >= first):
        clock.move_to(due_on(day, _NOON, zone))
        aside += (await take_in(services, by_day[day])).set_aside
        clock.move_to(due_on(day, services.settings.digest_time, zone))
        days.append(await _tell(services, day, len(by_day[day])))
    return Replayed(greeting, tuple(days), tuple(aside))


def _group_by_day(story: Story, articles: Sequence[Article]) -> dict[date, list[Article]]:
    """Return the articles by their days; one without a day counts for the first day, unless composing finds its day."""
    days = {article.id: article.published_on for article in articles}
    if None in days.values():
        days |= {article.id: article.published_on for article in compose(story, articles).articles}
    first = min((day for day in days.values() if day), default=date(2000, 1, 1))
    by_day: dict[date, list[Article]] = defaultdict(list)
    for article in articles:
        by_day[days[article.id] or first].append(article)
    return by_day


async def _subscribe(services: Services) -> tuple[ToldItem, ...]:
    """Subscribe the reader; return what the greeting tells."""
    answer = await subscriptions.start(services, _READER)
    [greeting] = answer.messages
    await record_reading(services, answer.reader, greeting, _MESSAGE)
    async with services.database.read() as session:
        snapshot = await services.story_cache.read(session, services.story)
    return _list_told(snapshot, greeting.shows)


async def _tell(services: Services, day: date, articles: int) -> ToldDay:
    """Plan, write and record the digest that is due now; nothing is sent, and everything arrives."""
    story, now = services.story.name, services.clock()
    await plan_digests(services, {})
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
        batch = await claims.claim_pending(session, story, _HOLDER, now, limit=1)
        seen = await services.story_cache.load_seen(session, {each.subscriber.seen_set_id for each in batch})
        unread = [
            stored
            for each in batch
            for stored in list_unread(snapshot, seen[each.subscriber.seen_set_id], ReadingState.of(each.subscriber))
        ]
        prepared, skipped = await EditionBuilder(services).build(session, batch, now)
        sent = [Outcome(each.delivery, DeliveryState.SENT, each.edition, _MESSAGE) for each in prepared]
        await deliveries.record(session, story, [*skipped, *sent], now)
    told = [item for each in prepared for item in _list_told(snapshot, each.edition.shows)]
    return ToldDay(day, articles, tuple(told), len(unread) - len(told))


def _list_told(snapshot: StorySnapshot, shows: Sequence[int]) -> tuple[ToldItem, ...]:
    """Return the items among what a message shows, in its order."""
    shown = [snapshot.by_number[sequence] for sequence in shows]
    return tuple(
        ToldItem(stored, snapshot.parts.get(stored.update.id, Parts()).line) for stored in shown if stored.is_item
    )
