"""Finding updates by words, as readers write them: any spelling of a name, any form of a word."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.rendering import clean
from bot.services import Shelf
from bot.terms import Snippet, cut_snippet, describe_terms, digest, find_keys, list_names, list_terms, read_query
from briefings.story import Story
from storage import search as index
from storage.database import Database, Session
from storage.search import Document, Wanted
from storage.standing import Standing
from storage.values import StoredUpdate

_AT_ONCE = 100  # updates: what is made in one go, and kept in one
_IN_A_TRANSACTION = 100


@dataclass(frozen=True, slots=True)
class Found:
    """An update, and the words in it that were looked for."""

    stored: StoredUpdate
    snippet: Snippet


async def search(
    database: Database, standing: Standing, query: str, story: Story, *, limit: int = 12, offset: int = 0
) -> tuple[list[Found], int]:
    """What ``find_updates`` finds, without waiting for whoever writes, unless the index is not current."""
    async with database.read() as session:
        if await index.is_current(session, story.name, standing.version, describe_terms(story)):
            return await _find_indexed(session, standing, query, story, slice(offset, offset + limit))
    async with database.begin() as session:
        return await find_updates(session, standing, query, story, limit=limit, offset=offset)


async def find_updates(
    session: Session, standing: Standing, query: str, story: Story, *, limit: int = 12, offset: int = 0
) -> tuple[list[Found], int]:
    """The updates that carry most of the query's words, at least half of them; and how many they are in all.

    Those that say more of them themselves come before those of which only a source does; then the weightier, then the
    newer. The last word, where nothing carries it as it is, is taken as the beginning of one.
    """
    await refresh_index(session, standing, story)
    return await _find_indexed(session, standing, query, story, slice(offset, offset + limit))


async def _find_indexed(
    session: Session, standing: Standing, query: str, story: Story, which: slice
) -> tuple[list[Found], int]:
    wanted = list(read_query(query, story))
    if wanted and wanted[-1].beginning:
        exact = Wanted(wanted[-1].terms)
        if await index.is_carried(session, story.name, exact):
            wanted[-1] = exact
        else:
            wanted[-1] = Wanted(wanted[-1].terms | list_names(wanted[-1].beginning, story), wanted[-1].beginning)
    groups = [_look_up(group, standing) for group in await index.find_sequences(session, story.name, wanted)]
    chosen: list[StoredUpdate] = []
    for group in groups:  # a common word is in thousands: they are not all sorted for the first dozen
        lacking = which.stop - len(chosen)
        chosen += nlargest(lacking, group, key=lambda stored: (stored.update.score, stored.sequence))
    return [Found(each, cut_snippet(each, wanted, story)) for each in chosen[which]], sum(map(len, groups))


def _look_up(sequences: Iterable[int], standing: Standing) -> list[StoredUpdate]:
    """Those of them that stand."""
    known = standing.by_number
    return [stored for each in sequences if (stored := known.get(each)) and stored.sequence == each]


async def index_updates(database: Database, story: Story, shelf: Shelf | None = None) -> None:
    """Index what stands and is not indexed yet, a little in each transaction, so that nobody waits for all of it."""
    # The dictionary is read now, aside, and not while somebody waits for what was found.
    await asyncio.to_thread(find_keys, story.title, story)
    shelf, made_of, made_for, current = shelf or Shelf(), dict[int, str](), -1, False
    while not current:
        async with database.begin() as session:
            standing = await shelf.read(session, story)
            if await index.is_current(session, story.name, standing.version, describe_terms(story)):
                return
            if made_for != standing.version:
                made_of, made_for = await asyncio.to_thread(_digest_all, standing, story), standing.version
            current = await _index_changed(session, standing, story, made_of, _IN_A_TRANSACTION)


async def refresh_index(session: Session, standing: Standing, story: Story) -> None:
    """Bring the index up to what stands: only what has changed is read."""
    if not await index.is_current(session, story.name, standing.version, describe_terms(story)):
        # In a thread: of ten thousand updates it takes long enough to keep somebody else waiting.
        made_of = await asyncio.to_thread(_digest_all, standing, story)
        await _index_changed(session, standing, story, made_of, len(made_of))


async def _index_changed(
    session: Session, standing: Standing, story: Story, made_of: dict[int, str], at_most: int
) -> bool:
    """Index so many of those that are not; False where there are more of them.

    :param made_of: digests of what stands.
    """
    made_by = describe_terms(story)
    known = await index.lock_index(session, story.name)
    if known.version > standing.version and known.made_by == made_by:
        return True  # somebody knows more already
    gone = [sequence for sequence in known.made_of if sequence not in made_of]
    await index.drop_documents(session, story.name, gone)
    changed = [each for each in standing.updates if known.made_of.get(each.sequence) != made_of[each.sequence]]
    for start in range(0, len(changed[:at_most]), _AT_ONCE):
        some = changed[:at_most][start : start + _AT_ONCE]
        documents = await asyncio.to_thread(_make_documents, some, made_of, story)
        await index.save_documents(session, story.name, documents)
    if len(changed) > at_most:
        return False
    await index.set_current(session, story.name, standing.version, made_by)
    return True


def _digest_all(standing: Standing, story: Story) -> dict[int, str]:
    made_by, digests = describe_terms(story), {}
    for stored in standing.updates:
        update = stored.update
        parts = update.text, update.said_by or "", *(span.text for span in update.sources)
        digests[stored.sequence] = digest(made_by, *parts)
    return digests


def _make_documents(some: Sequence[StoredUpdate], made_of: dict[int, str], story: Story) -> list[Document]:
    documents = []
    for stored in some:
        update = stored.update
        words = list_terms(clean(update.text), story) | list_terms(clean(update.said_by or ""), story)
        quotes = frozenset[str]().union(*(list_terms(clean(span.text), story) for span in update.sources))
        documents.append(Document(stored.sequence, made_of[stored.sequence], words, quotes - words))
    return documents
