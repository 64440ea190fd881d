"""What is asked for: read from storage what an answer needs, and hand it to the messages."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date

from bot import browsing, messages, notices
from bot.commands import list_admin_commands, list_commands, suggest_commands
from bot.context import Place
from bot.figures import figures_page
from bot.hours import local_date
from bot.layout import Press
from bot.links import Link, pack
from bot.paging import Page
from bot.search import search
from bot.selection import pick_background, pick_last
from bot.services import Made, Services
from bot.writing import Answer
from bot.written import Days, parse_calendar
from storage.askers import find_asker
from storage.deliveries import last_sent_at
from storage.runs import Runs
from storage.standing import Standing
from storage.values import StoredUpdate, Subscriber


class Desk:
    """All that an answer to one chat is written from."""

    def __init__(self, services: Services, standing: Standing, reader: Subscriber | None, seen: Runs) -> None:
        self.standing = standing
        self.reader = reader
        self.seen = seen
        zone = reader.zone if reader else services.settings.timezone
        self.press = Press(
            services.story,
            standing.sources,
            local_date(services.clock(), zone),
            standing.by_id,
            reader.manner if reader else services.settings.manner,
            seen,
        )
        self._shelf = services.shelf

    def find(self, number: int) -> StoredUpdate | None:
        """The update of this number, or that which it became; None where none stands."""
        return self.standing.by_number.get(number)

    def page(self, what: Hashable, paginate: Callable[[Press], tuple[Page, ...]]) -> tuple[Page, ...]:
        """Pages that are the same for all to whom it is the same day, until the story changes."""
        key = (what, self.press.today, self.press.manner.months)
        return self.remember(key, lambda: paginate(replace(self.press, seen=frozenset())))

    def list_days(self) -> list[date]:
        """The days on which something happened, the newest first."""
        return self.remember("days", lambda: browsing.list_days(self.standing.updates))

    def remember(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What is the same for all until the story changes."""
        return self._shelf.remember(self.standing, what, make)


async def gather(services: Services, place: Place) -> Desk:
    """Read it."""
    async with services.database.read() as session:
        asker = await find_asker(session, services.story.name, place.chat_id, place.thread_id)
        standing = await services.shelf.read(session, services.story, asker.version)
    return Desk(services, standing, asker.subscriber, asker.seen)


async def answer_topic(services: Services, place: Place, key: str, page: int | None = None) -> Answer:
    """A topic by event date; the newest page unless another is asked for."""
    desk = await gather(services, place)
    updates = desk.standing.by_topic.get(key, ())
    pages = desk.page(("topic", key), lambda press: browsing.page_topic(press, updates))
    background = desk.remember(("background", key), lambda: pick_background(updates))
    return Answer([browsing.show_topic(desk.press, key, pages, background, page)], desk.reader)


async def answer_timeline(
    services: Services, place: Place, page: int | None = None, days: Days | None = None
) -> Answer:
    """What happened, day by day; on some days, or at all."""
    desk = await gather(services, place)
    updates = desk.standing.updates
    pages = desk.page(("timeline", days), lambda press: browsing.page_timeline(press, updates, days))
    return Answer([browsing.show_timeline(desk.press, pages, page, days)], desk.reader)


async def answer_calendar(services: Services, place: Place, text: str) -> Answer | None:
    """The days that a text asks for; None where it asks for none.

    A year that is not said is this one, or that of the newest news, where only then something happened.
    """
    desk = await gather(services, place)
    happened = desk.list_days()
    asked = [parse_calendar(text, today) for today in (desk.press.today, *happened[:1])]
    days = next((each for each in asked if each and any(each.first <= day <= each.last for day in happened)), asked[0])
    return await answer_timeline(services, place, days=days) if days else None


async def answer_days(services: Services, place: Place, page: int) -> Answer:
    """The days on which something happened."""
    desk = await gather(services, place)
    return Answer([browsing.choose_day(desk.press, desk.list_days(), page)])


async def answer_quotes(services: Services, place: Place, numbers: Iterable[int], page: int = 1) -> Answer:
    """What stands in the sources of these updates, one at a time."""
    desk = await gather(services, place)
    shown = list({stored.sequence: stored for number in numbers if (stored := desk.find(number))}.values())
    if not shown:
        return Answer([notices.nothing_stands(desk.press.manner)])
    packed = pack(stored.sequence for stored in shown)
    return Answer([browsing.show_quotes(desk.press, shown, packed, page)], desk.reader)


async def answer_link(services: Services, place: Place, link: Link) -> Answer:
    """What a link opens that names no command."""
    if link.quotes:
        return await answer_quotes(services, place, link.quotes)
    if link.topic in {topic.key for topic in services.story.topics}:
        return await answer_topic(services, place, str(link.topic))
    desk = await gather(services, place)
    if link.update and (stored := desk.find(link.update)):
        return Answer([messages.one_update(desk.press, stored)], desk.reader)
    return Answer([notices.link_leads_nowhere(desk.press.manner)])


async def answer_new(services: Services, place: Place) -> Answer:
    """What this reader has not seen."""
    desk = await gather(services, place)
    reader = desk.reader
    if reader is None:
        return Answer([notices.not_subscribed(desk.press.manner)])
    unseen = desk.standing.list_unseen(desk.seen, reader.muted)
    if new := messages.what_is_new(desk.press, unseen):
        return Answer([new], reader)
    async with services.database.read() as session:
        read_at = await last_sent_at(session, reader.id)
    muted, updates = reader.muted, desk.standing.updates
    last = desk.remember(("last", muted), lambda: pick_last(each for each in updates if each.update.topic not in muted))
    return Answer([messages.nothing_new(desk.press, last, read_at, services.clock(), reader.zone)], reader)


async def answer_search(services: Services, place: Place, query: str) -> Answer:
    """The updates that carry these words."""
    desk = await gather(services, place)
    if not query.strip():
        return Answer([notices.ask_for_words(desk.press.manner)])
    found, total = await search(services, desk.standing, query)
    return Answer([browsing.show_found(desk.press, query, found, total)], desk.reader)


async def answer_words(services: Services, place: Place, text: str) -> Answer:
    """Words that name no command: the days that they name, what is found by them, else a question back."""
    if text.strip():
        if days := await answer_calendar(services, place, text):
            return days
        found = await answer_search(services, place, text)
        if found.messages[0].shows:
            return found
    manner = (await gather(services, place)).press.manner
    return Answer([notices.not_understood(text, suggest_commands(text, services.story), manner)])


async def answer_figures(services: Services, place: Place) -> Answer:
    """Who counted what, and when."""
    desk = await gather(services, place)
    return Answer([figures_page(desk.press, desk.standing.figures)])


async def answer_sources(services: Services, place: Place) -> Answer:
    """What was read, by outlet."""
    desk = await gather(services, place)
    return Answer(notices.list_read(desk.press))


async def answer_help(services: Services, place: Place, *, to_admin: bool) -> Answer:
    """What can be asked for; an administrator is told his own commands, too."""
    desk = await gather(services, place)
    commands = [*list_commands(services.story), *(list_admin_commands() if to_admin else ())]
    return Answer([notices.help_text(services.story, commands, desk.press.manner)])
