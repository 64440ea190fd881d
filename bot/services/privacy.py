"""Export or erase the data of a reader."""

import json
from dataclasses import asdict
from datetime import date, datetime, time

from bot.core.container import Services
from bot.domain.chat import Place
from storage.subscribers import personal_data
from storage.subscribers.accounts import find_subscriber


async def export(services: Services, place: Place) -> bytes | None:
    """Return everything that is stored about a chat, as JSON; None if nothing is stored."""
    async with services.database.begin() as session:
        reader = await find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader is None:
            return None
        seen = (await services.story_cache.load_seen(session, [reader.seen_set_id]))[reader.seen_set_id]
        snapshot = await services.story_cache.read(session, services.story)
        deliveries = await personal_data.list_deliveries(session, reader.id)
    texts = {stored.sequence: stored.update.text for stored in snapshot.updates}
    document = {
        "subscriber": asdict(reader),
        "seen": [{"number": number, "text": texts.get(number)} for number in sorted(seen)],
        "messages": deliveries,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=_to_json).encode()


async def erase(services: Services, place: Place) -> bool:
    """Erase what is stored about a chat; return False if nothing was stored."""
    async with services.database.begin() as session:
        reader = await find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader:
            await personal_data.erase(session, reader.id)
    return reader is not None


def _to_json(value: object) -> object:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else str(value)
