"""Find updates by words as readers write them: any spelling of a name, any form of a word."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.container import Services
from bot.core.story_cache import BoundedCache
from bot.search.indexer import is_indexed, refresh_index
from bot.search.postings import Postings, pick_first, rank
from bot.search.tokens import Found, cut_snippet, list_names, read_query
from storage.engine.database import Session
from storage.model.snapshot import StorySnapshot
from storage.news.search_index import Wanted, find_carriers

_WORDS_AT_MOST = 1_000  # in the cache


class _PostingsCache(BoundedCache[Wanted, Postings]):
    """The postings of the words that were searched for."""

    def __init__(self) -> None:
        super().__init__(_WORDS_AT_MOST)


async def search(
    services: Services, snapshot: StorySnapshot, query: str, *, limit: int = 12, offset: int = 0
) -> tuple[list[Found], int]:
    """Return the updates that have the most words of the query, at least half of them, and their total number.

    Updates that have the words themselves come before updates whose sources have them; then the weightier, then the
    newer ones. If no update has the last word, it is taken as the beginning of a word.
    """
    story, read = services.story, read_query(query, services.story)
    wanted = [replace(word, beginning=None) for word in read]
    postings = await _find_postings(services, snapshot, wanted)
    if wanted and read[-1].beginning and not postings[-1].anywhere:  # the last word may be typed in part
        wanted[-1] = replace(read[-1], terms=read[-1].terms | list_names(read[-1].beginning, story))
        postings[-1:] = await _find_postings(services, snapshot, wanted[-1:])
    groups = rank(postings)
    chosen = pick_first(groups, offset + limit)[offset:]
    found = [snapshot.by_weight[place] for place in chosen]
    return [Found(stored, cut_snippet(stored, wanted, story)) for stored in found], sum(map(int.bit_count, groups))


async def _find_postings(services: Services, snapshot: StorySnapshot, words: Sequence[Wanted]) -> list[Postings]:
    """Return the postings of each word; keep them until the story changes."""
    kept = services.story_cache.derive(snapshot, _PostingsCache)
    found = {word: kept[word] for word in words if word in kept}
    if lacking := [word for word in words if word not in found]:
        new = await _read_postings(services, snapshot, lacking, is_sure=bool(kept))
        kept.keep(new)
        found |= new
    return [found[word] for word in words]


async def _read_postings(
    services: Services, snapshot: StorySnapshot, words: list[Wanted], *, is_sure: bool
) -> dict[Wanted, Postings]:
    """Read postings from the index; wait for other writers only if the index is not current.

    :param is_sure: the index is known to be current, and stays so.
    """
    async with services.database.read() as session:
        if is_sure or await is_indexed(session, snapshot, services.story):
            return await _read(session, snapshot, words, services.story.name)
    async with services.database.begin() as session:
        await refresh_index(session, snapshot, services.story)
        return await _read(session, snapshot, words, services.story.name)


async def _read(session: Session, snapshot: StorySnapshot, words: list[Wanted], story: str) -> dict[Wanted, Postings]:
    positions, found = snapshot.places, {}
    for word, carriers in zip(words, await find_carriers(session, story, words), strict=True):
        own, quoted = ([place for place in map(positions.get, which) if place is not None] for which in carriers)
        found[word] = Postings.of(own, quoted, len(positions))
    return found
