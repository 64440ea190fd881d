"""Results of inline mode: updates to share in any chat, each with its sources and a link to the bot."""

import re
from dataclasses import dataclass

from telegram import InlineQueryResultArticle

from bot.core.container import Services
from bot.search.query import search
from bot.views import inline

_AT_ONCE = 20  # results; Telegram takes fifty
_BY_NUMBER = re.compile(r"u_([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Results:
    """Results, and the offset of the next ones; "" if there are no more."""

    results: list[InlineQueryResultArticle]
    next_offset: str


async def find_results(services: Services, username: str, query: str, offset: str) -> Results:
    """Return the updates that have these words; without words the weightiest; for «u_12» that update alone."""
    start = int(offset) if offset.isdecimal() and len(offset) < 6 else 0
    number = _BY_NUMBER.fullmatch(query.strip())
    async with services.database.read() as session:
        snapshot = await services.story_cache.read(session, services.story)
    if number:
        stored = snapshot.by_number.get(int(number[1]))
        found, total = [stored] if stored else [], 1
    elif query.strip():
        hits, total = await search(services, snapshot, query, limit=_AT_ONCE, offset=start)
        found = [hit.stored for hit in hits]
    else:
        found, total = list(snapshot.items[:_AT_ONCE]), 0
    context = services.make_context(snapshot)
    more = start + len(found)
    results = [inline.result(context, stored, username) for stored in found]
    return Results(results, str(more) if found and more < total else "")
