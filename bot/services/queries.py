"""What readers ask for: read from storage what an answer needs, and write the answer with the views."""

from collections.abc import Iterable

from bot.core.container import Services
from bot.domain.calendar import Days
from bot.domain.chat import Place
from bot.input.commands import list_admin_commands, list_commands, suggest_commands
from bot.input.parsing import parse_calendar
from bot.keyboards.payloads import Link, pack
from bot.rendering import Answer
from bot.search.query import search
from bot.services.answer_context import read_answer_context
from bot.views import browsing, news, service_messages
from bot.views.details import show_details
from bot.views.figures import figures_page
from storage.outbox.deliveries import last_sent_at


async def answer_topic(services: Services, place: Place, key: str, page: int | None = None) -> Answer:
    """Return a page of a topic; the newest page if no number is given."""
    asked = await read_answer_context(services, place)
    pages, background = asked.page_topic(key), asked.find_background(key)
    return Answer([browsing.show_topic(asked.context, key, pages, background, page)], asked.reader)


async def answer_timeline(
    services: Services, place: Place, page: int | None = None, days: Days | None = None
) -> Answer:
    """Return a page of the timeline, or of some days of it."""
    asked = await read_answer_context(services, place)
    pages = asked.page_timeline(days)
    is_whole = days is not None or sum(map(len, pages)) == len(asked.snapshot.items)
    return Answer([browsing.show_timeline(asked.context, pages, page, days, is_whole=is_whole)], asked.reader)


async def answer_calendar(services: Services, place: Place, text: str) -> Answer | None:
    """Return the days that a text names; None if it names none.

    If the text names no year, it is this year. If nothing happened then, it is the year of the newest news.
    """
    asked = await read_answer_context(services, place)
    happened = asked.list_days()
    named = [parse_calendar(text, today) for today in (asked.context.today, *happened[:1])]
    days = next((each for each in named if each and any(each.first <= day <= each.last for day in happened)), named[0])
    return await answer_timeline(services, place, days=days) if days else None


async def answer_days(services: Services, place: Place, page: int) -> Answer:
    """Return a page of the days that have news."""
    asked = await read_answer_context(services, place)
    return Answer([browsing.choose_day(asked.context, asked.list_days(), page)])


async def answer_quotes(services: Services, place: Place, numbers: Iterable[int], page: int = 1) -> Answer:
    """Return the quotes behind one of these updates."""
    asked = await read_answer_context(services, place)
    shown = asked.find_all(numbers)
    if not shown:
        return Answer([service_messages.sources_retracted(asked.context.display)])
    packed = pack(stored.sequence for stored in shown)
    return Answer([browsing.show_quotes(asked.context, shown, packed, page)], asked.reader)


async def answer_details(services: Services, place: Place, numbers: Iterable[int], page: int = 1) -> Answer:
    """Return a page of the details of these updates."""
    asked = await read_answer_context(services, place)
    items = asked.find_all(numbers)
    packed = pack(stored.sequence for stored in items)
    return Answer([show_details(asked.context, items, packed, page)], asked.reader)


async def answer_link(services: Services, place: Place, link: Link) -> Answer:
    """Return what a link opens, if the link names no command."""
    if link.quotes:
        return await answer_quotes(services, place, link.quotes)
    if link.details:
        return await answer_details(services, place, link.details)
    if link.topic in {topic.key for topic in services.story.topics}:
        return await answer_topic(services, place, str(link.topic))
    asked = await read_answer_context(services, place)
    if link.update and (stored := asked.find(link.update)):
        return Answer([news.one_update(asked.context, stored)], asked.reader)
    return Answer([service_messages.dead_link(asked.context.display)])


async def answer_new(services: Services, place: Place) -> Answer:
    """Return the news that this reader has not seen."""
    asked = await read_answer_context(services, place)
    reader = asked.reader
    if reader is None:
        return Answer([service_messages.not_subscribed(asked.context.display)])
    if new := news.what_is_new(
        asked.context, asked.snapshot.list_unseen(asked.seen, reader.muted, reader.begins_after)
    ):
        return Answer([new], reader)
    async with services.database.read() as session:
        read_at = await last_sent_at(session, reader.id)
    last = asked.find_last(reader.muted)
    return Answer([news.nothing_new(asked.context, last, read_at, services.clock(), reader.zone)], reader)


async def answer_search(services: Services, place: Place, query: str) -> Answer:
    """Return the updates that have these words; ask for words if there are none."""
    asked = await read_answer_context(services, place)
    if not query.strip():
        return Answer([service_messages.ask_for_words(asked.context.display)])
    found, total = await search(services, asked.snapshot, query)
    return Answer([browsing.show_found(asked.context, query, found, total)], asked.reader)


async def answer_words(services: Services, place: Place, text: str) -> Answer:
    """Answer words that name no command: with the days that they name, else with search results, else a suggestion."""
    if text.strip():
        if days := await answer_calendar(services, place, text):
            return days
        found = await answer_search(services, place, text)
        if found.messages[0].shows:
            return found
    display = (await read_answer_context(services, place)).context.display
    return Answer([service_messages.not_understood(text, suggest_commands(text, services.story), display)])


async def answer_figures(services: Services, place: Place) -> Answer:
    """Return the figures."""
    asked = await read_answer_context(services, place)
    return Answer([figures_page(asked.context, asked.snapshot.figures)])


async def answer_sources(services: Services, place: Place, page: int = 1) -> Answer:
    """Return a page of the articles that were read, by outlet."""
    asked = await read_answer_context(services, place)
    return Answer([service_messages.list_sources(asked.context, page)])


async def answer_help(services: Services, place: Place, *, to_admin: bool) -> Answer:
    """Return the commands; an administrator also gets the commands of administrators."""
    asked = await read_answer_context(services, place)
    commands = [*list_commands(services.story), *(list_admin_commands() if to_admin else ())]
    return Answer([service_messages.help_text(services.story, commands, asked.context.display)])
