"""Keep the search index of a story current."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.rendering.html import clean
from bot.search.tokens import describe_terms, digest, find_keys, list_terms
from briefings.story import Story
from storage.engine.database import Database, Session
from storage.model import StoredUpdate, StorySnapshot
from storage.news import search_index as index
from storage.news.search_index import Document

_AT_ONCE = 100  # updates: made in one call of a thread, saved by one statement
_IN_A_TRANSACTION = 100

ReadSnapshot = Callable[[Session, Story], Awaitable[StorySnapshot]]


async def is_indexed(session: Session, snapshot: StorySnapshot, story: Story) -> bool:
    """Return whether the index has this version of the story."""
    return await index.is_current(session, story.name, snapshot.version, describe_terms(story))


async def index_updates(database: Database, story: Story, read: ReadSnapshot) -> None:
    """Index the updates that are not indexed yet, a few in each transaction, so that no other writer waits for long.

    :param read: reads the snapshot; ``StoryCache.read`` reads only what has changed.
    """
    # Read the dictionary now and in a thread: a reader's search must not wait for it.
    await asyncio.to_thread(find_keys, story.title, story)
    made_of, made_for, current = dict[int, str](), -1, False
    while not current:
        async with database.begin() as session:
            snapshot = await read(session, story)
            if await is_indexed(session, snapshot, story):
                return
            if made_for != snapshot.version:
                made_of, made_for = await asyncio.to_thread(_digest_all, snapshot, story), snapshot.version
            current = await _index_changed(session, snapshot, story, made_of, _IN_A_TRANSACTION)


async def refresh_index(session: Session, snapshot: StorySnapshot, story: Story) -> None:
    """Index the updates that have changed since the index was made."""
    if not await is_indexed(session, snapshot, story):
        # In a thread: with ten thousand updates, other readers would wait too long.
        made_of = await asyncio.to_thread(_digest_all, snapshot, story)
        await _index_changed(session, snapshot, story, made_of, len(made_of))


async def _index_changed(
    session: Session, snapshot: StorySnapshot, story: Story, made_of: dict[int, str], at_most: int
) -> bool:
    """Index at most so many changed updates; return False if there are more.

    :param made_of: the digests of all updates.
    """
    made_by = describe_terms(story)
    known = await index.lock_index(session, story.name)
    if known.version > snapshot.version and known.made_by == made_by:
        return True  # another process has indexed a newer version
    gone = [sequence for sequence in known.made_of if sequence not in made_of]
    await index.drop_documents(session, story.name, gone)
    changed = [each for each in snapshot.updates if known.made_of.get(each.sequence) != made_of[each.sequence]]
    for start in range(0, len(changed[:at_most]), _AT_ONCE):
        some = changed[:at_most][start : start + _AT_ONCE]
        documents = await asyncio.to_thread(_make_documents, some, made_of, story)
        await index.save_documents(session, story.name, documents)
    if len(changed) > at_most:
        return False
    await index.set_current(session, story.name, snapshot.version, made_by)
    return True


def _digest_all(snapshot: StorySnapshot, story: Story) -> dict[int, str]:
    made_by, digests = describe_terms(story), {}
    for stored in snapshot.updates:
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


async def renew_index(database: Database, story: Story) -> None:
    """Drop what is indexed of a story, even if it is damaged; the next ``index_updates`` makes it anew."""
    async with database.begin() as session:
        await index.renew(session, story.name)
