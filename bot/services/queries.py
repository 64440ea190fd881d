"""What is asked for: read from storage what an answer needs, and hand it to the messages."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date

from bot.core.container import Made, Services
from bot.domain.calendar import Days
from bot.domain.chat import Place
from bot.domain.schedule import local_date
from bot.domain.selection import pick_background, pick_last
from bot.input.commands import list_admin_commands, list_commands, suggest_commands
from bot.input.parsing import parse_calendar
from bot.keyboards.payloads import Link, pack
from bot.rendering.layout import RenderContext
from bot.rendering.message import Answer
from bot.rendering.pagination import Page
from bot.search.query import search
from bot.views import browsing, news, service_messages
from bot.views.figures import figures_page
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import StorySnapshot
from storage.model.values import StoredUpdate, Subscriber
from storage.outbox.deliveries import last_sent_at
from storage.subscribers.requesters import find_requester


class AnswerContext:
    """All that an answer to one chat is written from."""

    def __init__(
        self, services: Services, snapshot: StorySnapshot, reader: Subscriber | None, seen: IntervalSet
    ) -> None:
        self.snapshot = snapshot
        self.reader = reader
        self.seen = seen
        zone = reader.zone if reader else services.settings.timezone
        self.context = RenderContext(
            services.story,
            snapshot.sources,
            local_date(services.clock(), zone),
            snapshot.by_id,
            reader.display if reader else services.settings.display,
            seen,
        )
        self._shelf = services.story_cache

    def find(self, number: int) -> StoredUpdate | None:
        """The update of this number, or that which it became; None where none stands."""
        return self.snapshot.by_number.get(number)

    def page(self, what: Hashable, paginate: Callable[[RenderContext], tuple[Page, ...]]) -> tuple[Page, ...]:
        """Pages that are the same for all to whom it is the same day, until the story changes."""
        key = (what, self.context.today, self.context.display.months)
        return self.remember(key, lambda: paginate(replace(self.context, seen=frozenset())))

    def list_days(self) -> list[date]:
        """The days on which something happened, the newest first."""
        return self.remember("days", lambda: browsing.list_days(self.snapshot.updates))

    def remember(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What is the same for all until the story changes."""
        return self._shelf.remember(self.snapshot, what, make)


async def gather(services: Services, place: Place) -> AnswerContext:
    """Read it."""
    async with services.database.read() as session:
        asker = await find_requester(session, services.story.name, place.chat_id, place.thread_id)
        snapshot = await services.story_cache.read(session, services.story, asker.version)
    return AnswerContext(services, snapshot, asker.subscriber, asker.seen)


async def answer_topic(services: Services, place: Place, key: str, page: int | None = None) -> Answer:
    """A topic by event date; the newest page unless another is asked for."""
    answer_context = await gather(services, place)
    updates = answer_context.snapshot.by_topic.get(key, ())
    pages = answer_context.page(("topic", key), lambda context: browsing.page_topic(context, updates))
    background = answer_context.remember(("background", key), lambda: pick_background(updates))
    return Answer([browsing.show_topic(answer_context.context, key, pages, background, page)], answer_context.reader)


async def answer_timeline(
    services: Services, place: Place, page: int | None = None, days: Days | None = None
) -> Answer:
    """What happened, day by day; on some days, or at all."""
    answer_context = await gather(services, place)
    updates = answer_context.snapshot.updates
    pages = answer_context.page(("timeline", days), lambda context: browsing.page_timeline(context, updates, days))
    return Answer([browsing.show_timeline(answer_context.context, pages, page, days)], answer_context.reader)


async def answer_calendar(services: Services, place: Place, text: str) -> Answer | None:
    """The days that a text asks for; None where it asks for none.

    A year that is not said is this one, or that of the newest news, where only then something happened.
    """
    answer_context = await gather(services, place)
    happened = answer_context.list_days()
    asked = [parse_calendar(text, today) for today in (answer_context.context.today, *happened[:1])]
    days = next((each for each in asked if each and any(each.first <= day <= each.last for day in happened)), asked[0])
    return await answer_timeline(services, place, days=days) if days else None


async def answer_days(services: Services, place: Place, page: int) -> Answer:
    """The days on which something happened."""
    answer_context = await gather(services, place)
    return Answer([browsing.choose_day(answer_context.context, answer_context.list_days(), page)])


async def answer_quotes(services: Services, place: Place, numbers: Iterable[int], page: int = 1) -> Answer:
    """What stands in the sources of these updates, one at a time."""
    answer_context = await gather(services, place)
    shown = list({stored.sequence: stored for number in numbers if (stored := answer_context.find(number))}.values())
    if not shown:
        return Answer([service_messages.sources_retracted(answer_context.context.display)])
    packed = pack(stored.sequence for stored in shown)
    return Answer([browsing.show_quotes(answer_context.context, shown, packed, page)], answer_context.reader)


async def answer_link(services: Services, place: Place, link: Link) -> Answer:
    """What a link opens that names no command."""
    if link.quotes:
        return await answer_quotes(services, place, link.quotes)
    if link.topic in {topic.key for topic in services.story.topics}:
        return await answer_topic(services, place, str(link.topic))
    answer_context = await gather(services, place)
    if link.update and (stored := answer_context.find(link.update)):
        return Answer([news.one_update(answer_context.context, stored)], answer_context.reader)
    return Answer([service_messages.dead_link(answer_context.context.display)])


async def answer_new(services: Services, place: Place) -> Answer:
    """What this reader has not seen."""
    answer_context = await gather(services, place)
    reader = answer_context.reader
    if reader is None:
        return Answer([service_messages.not_subscribed(answer_context.context.display)])
    unseen = answer_context.snapshot.list_unseen(answer_context.seen, reader.muted)
    if new := news.what_is_new(answer_context.context, unseen):
        return Answer([new], reader)
    async with services.database.read() as session:
        read_at = await last_sent_at(session, reader.id)
    muted, updates = reader.muted, answer_context.snapshot.updates
    last = answer_context.remember(
        ("last", muted), lambda: pick_last(each for each in updates if each.update.topic not in muted)
    )
    return Answer([news.nothing_new(answer_context.context, last, read_at, services.clock(), reader.zone)], reader)


async def answer_search(services: Services, place: Place, query: str) -> Answer:
    """The updates that carry these words."""
    answer_context = await gather(services, place)
    if not query.strip():
        return Answer([service_messages.ask_for_words(answer_context.context.display)])
    found, total = await search(services, answer_context.snapshot, query)
    return Answer([browsing.show_found(answer_context.context, query, found, total)], answer_context.reader)


async def answer_words(services: Services, place: Place, text: str) -> Answer:
    """Words that name no command: the days that they name, what is found by them, else a question back."""
    if text.strip():
        if days := await answer_calendar(services, place, text):
            return days
        found = await answer_search(services, place, text)
        if found.messages[0].shows:
            return found
    display = (await gather(services, place)).context.display
    return Answer([service_messages.not_understood(text, suggest_commands(text, services.story), display)])


async def answer_figures(services: Services, place: Place) -> Answer:
    """Who counted what, and when."""
    answer_context = await gather(services, place)
    return Answer([figures_page(answer_context.context, answer_context.snapshot.figures)])


async def answer_sources(services: Services, place: Place) -> Answer:
    """What was read, by outlet."""
    answer_context = await gather(services, place)
    return Answer(service_messages.list_sources(answer_context.context))


async def answer_help(services: Services, place: Place, *, to_admin: bool) -> Answer:
    """What can be asked for; an administrator is told his own commands, too."""
    answer_context = await gather(services, place)
    commands = [*list_commands(services.story), *(list_admin_commands() if to_admin else ())]
    return Answer([service_messages.help_text(services.story, commands, answer_context.context.display)])
