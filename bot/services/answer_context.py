"""What the answer to one chat is written from: the story, the reader, and what the reader has seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.container import Services
from bot.core.story_cache import BoundedCache
from bot.domain.calendar import Days
from bot.domain.chat import Place
from bot.domain.selection import pick_background, pick_last
from bot.rendering import Page, RenderContext
from bot.views import browsing
from storage.model import IntervalSet, Months, StoredUpdate, StorySnapshot, Subscriber
from storage.subscribers.requesters import find_requester

_SameDay = tuple[date, Months]  # readers who have both in common get the same pages


@dataclass(slots=True)
class _ReadingCaches:
    """What is the same for many readers until the story changes."""

    topics: BoundedCache[tuple[str, _SameDay], tuple[Page, ...]] = field(default_factory=BoundedCache)
    timelines: BoundedCache[tuple[Days | None, _SameDay], tuple[Page, ...]] = field(default_factory=BoundedCache)
    backgrounds: BoundedCache[str, list[StoredUpdate]] = field(default_factory=BoundedCache)
    last: BoundedCache[frozenset[str], StoredUpdate | None] = field(default_factory=BoundedCache)
    days: BoundedCache[None, list[date]] = field(default_factory=BoundedCache)


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """The story, the reader (None if the chat has not subscribed), and what their messages are rendered from."""

    snapshot: StorySnapshot
    reader: Subscriber | None
    seen: IntervalSet
    context: RenderContext
    _caches: _ReadingCaches

    def find(self, number: int) -> StoredUpdate | None:
        """Return the update of this number, or the update that replaced it; None if there is none."""
        return self.snapshot.by_number.get(number)

    def find_all(self, numbers: Iterable[int]) -> list[StoredUpdate]:
        """Return the updates of these numbers that there are, each once."""
        return list({stored.sequence: stored for number in numbers if (stored := self.find(number))}.values())

    def page_topic(self, key: str) -> tuple[Page, ...]:
        """Return the pages of a topic."""
        updates = self.snapshot.by_topic.get(key, ())
        return self._caches.topics.get_or_make(
            (key, self._same_day), lambda: browsing.page_topic(self._for_everybody, updates)
        )

    def page_timeline(self, days: Days | None) -> tuple[Page, ...]:
        """Return the pages of the timeline, or of some days of it."""
        return self._caches.timelines.get_or_make(
            (days, self._same_day), lambda: browsing.page_timeline(self._for_everybody, self.snapshot.updates, days)
        )

    def find_background(self, topic: str) -> list[StoredUpdate]:
        """Return the background of a topic."""
        updates = self.snapshot.by_topic.get(topic, ())
        return self._caches.backgrounds.get_or_make(topic, lambda: pick_background(updates))

    def find_last(self, muted: frozenset[str]) -> StoredUpdate | None:
        """Return the last news outside the muted topics."""
        updates = (each for each in self.snapshot.updates if each.update.topic not in muted)
        return self._caches.last.get_or_make(muted, lambda: pick_last(updates))

    def list_days(self) -> list[date]:
        """Return the days that have news, the newest first."""
        return self._caches.days.get_or_make(None, lambda: browsing.list_days(self.snapshot.updates))

    @property
    def _same_day(self) -> _SameDay:
        return self.context.today, self.context.display.months

    @property
    def _for_everybody(self) -> RenderContext:
        return replace(self.context, seen=frozenset())


async def read_answer_context(services: Services, place: Place) -> AnswerContext:
    """Read the story and the reader of a chat."""
    async with services.database.read() as session:
        requester = await find_requester(session, services.story.name, place.chat_id, place.thread_id)
        snapshot = await services.story_cache.read(session, services.story, requester.version)
    context = services.make_context(snapshot, requester.subscriber, requester.seen)
    caches = services.story_cache.derive(snapshot, _ReadingCaches)
    return AnswerContext(snapshot, requester.subscriber, requester.seen, context, caches)
