"""What is asked for: read from storage what an answer needs, and hand it to the messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import messages, notices
from bot.context import Place
from bot.hours import local_date
from bot.layout import Press
from bot.messages import Message
from bot.services import Services
from storage.articles import list_sources
from storage.deliveries import last_sent_at
from storage.subscribers import find_subscriber
from storage.updates import list_unseen, list_updates
from storage.values import StoredUpdate, Subscriber


@dataclass(frozen=True, slots=True)
class Answer:
    """Messages, and whose memory they go into (None: a chat that has not subscribed)."""

    messages: Sequence[Message]
    reader: Subscriber | None = None


async def answer_topic(services: Services, place: Place, key: str, page: int | None = None) -> Answer:
    """A topic by event date; the newest page unless another is asked for."""
    reader, press, updates = await _gather(services, place, [key])
    return Answer([messages.topic_page(press, key, updates, page)], reader)


async def answer_timeline(services: Services, place: Place, page: int | None = None) -> Answer:
    """What happened, day by day."""
    reader, press, updates = await _gather(services, place)
    return Answer([messages.timeline_page(press, updates, page)], reader)


async def answer_new(services: Services, place: Place) -> Answer:
    """All that this reader has not seen."""
    reader, press, updates = await _gather(services, place)
    if reader is None:
        return Answer([notices.not_subscribed()])
    async with services.database.begin() as session:
        unseen = await list_unseen(session, services.story.name, reader)
        read_at = await last_sent_at(session, reader.id)
    if new := messages.all_new(press, unseen):
        return Answer(new, reader)
    chosen = [stored for stored in updates if stored.update.topic not in reader.muted]
    return Answer([messages.nothing_new(press, chosen, read_at, services.clock(), reader.zone)], reader)


async def answer_sources(services: Services, place: Place) -> Answer:
    """What was read, by outlet."""
    _, press, _ = await _gather(services, place, topics=[])
    return Answer(notices.list_read(press.sources.values(), press.today))


async def _gather(
    services: Services, place: Place, topics: Sequence[str] | None = None
) -> tuple[Subscriber | None, Press, tuple[StoredUpdate, ...]]:
    story = services.story
    async with services.database.begin() as session:
        reader = await find_subscriber(session, story.name, place.chat_id, place.thread_id)
        updates = await list_updates(session, story.name, topics)
        sources = await list_sources(session, story.name)
    zone = reader.zone if reader else services.settings.timezone
    today = local_date(services.clock(), zone)
    return reader, Press(story, {source.article: source for source in sources}, today), updates
