"""Record what a reader has seen by an answer."""

from bot.core.container import Services
from bot.rendering import Message
from storage.model.values import Subscriber
from storage.outbox import deliveries


async def record_reading(services: Services, reader: Subscriber | None, message: Message, message_id: int) -> None:
    """Record that a reader has got a message. A chat that has not subscribed has no record."""
    if reader is None or not (message.shows or message.offers_up_to):
        return
    now, story = services.clock(), services.story.name
    async with services.database.begin() as session:
        edition = await deliveries.save_edition(session, story, **message.content(), now=now)
        await deliveries.record_answer(session, story, reader, edition, message_id, now)
