"""What is asked for: read from storage what an answer needs, and hand it to the messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import messages, notices
from bot.context import Place
from bot.figures import figures_page
from bot.hours import local_date
from bot.layout import Press
from bot.messages import Message
from bot.rendering import echo
from bot.search import find_updates
from bot.services import Services
from storage.deliveries import last_sent_at
from storage.seen import load_seen
from storage.subscribers import find_subscriber
from storage.values import Standing, Subscriber

# The payload of t.me/…?start=: t_turkey opens a topic, u_12 one update.
_LINK = re.compile(r"t_(?P<topic>[a-z][a-z0-9_]{0,31})|u_(?P<number>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Answer:
    """Messages, and whose memory they go into (None: a chat that has not subscribed)."""

    messages: Sequence[Message]
    reader: Subscriber | None = None


async def answer_topic(services: Services, place: Place, key: str, page: int | None = None) -> Answer:
    """A topic by event date; the newest page unless another is asked for."""
    reader, press, standing = await _gather(services, place)
    updates = [stored for stored in standing.updates if stored.update.topic == key]
    return Answer([messages.topic_page(press, key, updates, page)], reader)


async def answer_update(services: Services, place: Place, number: int) -> Answer | None:
    """One update, by its number or by that of one which became it; None where none stands."""
    reader, press, standing = await _gather(services, place)
    for stored in standing.updates:
        if number == stored.sequence or number in stored.inherits:
            return Answer([messages.one_update(press, stored)], reader)
    return None


async def answer_link(services: Services, place: Place, payload: str) -> Answer | None:
    """What a link opens; None where its payload names nothing that there is."""
    link = _LINK.fullmatch(payload)
    if link is None:
        return None
    if link["number"]:
        return await answer_update(services, place, int(link["number"]))
    if link["topic"] in {topic.key for topic in services.story.topics}:
        return await answer_topic(services, place, link["topic"])
    return None


async def answer_timeline(services: Services, place: Place, page: int | None = None) -> Answer:
    """What happened, day by day."""
    reader, press, standing = await _gather(services, place)
    return Answer([messages.timeline_page(press, standing.updates, page)], reader)


async def answer_new(services: Services, place: Place) -> Answer:
    """All that this reader has not seen."""
    reader, press, standing = await _gather(services, place)
    if reader is None:
        return Answer([notices.not_subscribed()])
    async with services.database.begin() as session:
        seen = await load_seen(session, [reader.seen_set_id])
        read_at = await last_sent_at(session, reader.id)
    unseen = standing.list_unseen(seen[reader.seen_set_id], reader.muted)
    if new := messages.all_new(press, unseen):
        return Answer(new, reader)
    chosen = [stored for stored in standing.updates if stored.update.topic not in reader.muted]
    return Answer([messages.nothing_new(press, chosen, read_at, services.clock(), reader.zone)], reader)


async def answer_search(services: Services, place: Place, query: str) -> Answer:
    """The updates that carry these words."""
    reader, press, standing = await _gather(services, place)
    found = find_updates(standing.updates, query, services.story)
    return Answer([messages.search_results(press, echo(query), found)], reader)


async def answer_figures(services: Services, place: Place) -> Answer:
    """Who counted what, and when."""
    _, press, standing = await _gather(services, place)
    return Answer([figures_page(press, standing.figures)])


async def answer_sources(services: Services, place: Place) -> Answer:
    """What was read, by outlet."""
    _, press, _ = await _gather(services, place)
    return Answer(notices.list_read(press.sources.values(), press.today))


async def _gather(services: Services, place: Place) -> tuple[Subscriber | None, Press, Standing]:
    async with services.database.begin() as session:
        reader = await find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        standing = await services.shelf.read(session, services.story)
    zone = reader.zone if reader else services.settings.timezone
    return reader, Press(services.story, standing.sources, local_date(services.clock(), zone), standing.by_id), standing
