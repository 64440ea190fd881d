"""A large story, invented for the benchmarks: thousands of updates, and many readers with different memories.

The words come from the sample articles, so that they are as frequent, and as often names, as in a real story.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import insert

from benchmarks.newsroom import FIRST_READER, SAMPLES, build
from bot.search.indexer import index_updates
from bot.services.ingest import read_paths
from briefings.model import Article, EventDate, Kind, Precision, PublishedFrom, Span, TopicUpdate
from briefings.story import Story
from briefings.text.arabic import split_sentences, split_words
from storage.model.interval_set import IntervalSet
from storage.model.values import SubscriberState
from storage.news.articles import save_articles
from storage.news.updates import save_updates
from storage.schema.readers import SubscriberRow
from storage.subscribers.seen import save_sets

_CHUNK = 20_000
_DAYS = 400  # that the story lasts
_ARTICLES = 2_000
_OUTLETS = ("صدى السهوب", "منبر الوادي", "وكالة الأفق", "جريدة الميناء", "خطوة", "المدى")
_BEGINS = date(2022, 1, 2)


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the story."""

    readers: int
    requesters: int  # the first of the readers; they are never due
    updates: int
    are_due: bool  # the others: at once, or tomorrow


async def open_large_newsroom(database: str, size: Size) -> None:
    """Store it all, and index it."""
    services = build(database)
    name, now, chance = services.story.name, services.clock(), random.Random(2022)
    clauses = list_clauses()
    try:
        await services.database.migrate()
        async with services.database.begin() as session:
            await save_articles(session, name, list(make_articles()), now)
            updates = [make_update(number, services.story, clauses, chance) for number in range(1, size.updates + 1)]
            await save_updates(session, name, updates, now)
        await index_updates(services.database, services.story, services.story_cache.read)
        memories = list(islice(remember(size.updates, chance), 1_000))
        async with services.database.begin() as session:
            set_ids = await save_sets(session, name, memories, now)
        for start in range(0, size.readers, _CHUNK):
            numbers = range(start, min(start + _CHUNK, size.readers))
            rows = [make_reader(number, size, now, set_ids[memories[number % 1_000]]) for number in numbers]
            async with services.database.begin() as session:
                await session.execute(insert(SubscriberRow), [{"story": name, **row} for row in rows])
    finally:
        await services.database.close()


def list_clauses() -> list[str]:
    """Return stretches of five to twelve words from the sample articles."""
    clauses = []
    for article in read_paths([SAMPLES]).articles:
        for start, end in split_sentences(article.text[article.body_start :]):
            words = article.text[article.body_start :][start:end].split()
            clauses += [" ".join(words[first : first + 10]) for first in range(0, len(words) - 4, 5)]
    return clauses


def list_words() -> list[str]:
    """Return the words of the articles with their frequencies."""
    return [word.text for clause in list_clauses() for word in split_words(clause) if len(word.text) > 3]


def make_articles() -> Iterator[Article]:
    """Make articles without much text: their updates are stored already."""
    for number in range(_ARTICLES):
        yield Article(
            id=f"a{number}",
            text="نص",
            outlet=_OUTLETS[number % len(_OUTLETS)],
            published_on=_BEGINS + timedelta(days=number * _DAYS // _ARTICLES),
            published_from=PublishedFrom.GIVEN,
            url=f"https://example.org/{number}",
        )


def make_update(number: int, story: Story, clauses: list[str], chance: random.Random) -> TopicUpdate:
    """Make an update of one or two clauses, with longer sources."""
    text = " ".join(chance.sample(clauses, chance.choice((1, 1, 2)))).rstrip("،.") + "."
    sources = [f"{text} {chance.choice(clauses)}" for _ in range(chance.choice((1, 1, 1, 2, 3, 5)))]
    near = number * _ARTICLES // 10_000
    day = _BEGINS + timedelta(days=number * _DAYS // 10_000)
    return TopicUpdate(
        id=f"u{number}",
        topic=chance.choice(story.topics).key,
        text=text[:280],
        kind=chance.choice((Kind.EVENT, Kind.EVENT, Kind.EVENT, Kind.STATEMENT, Kind.BACKGROUND)),
        when=EventDate(day.isoformat(), None, Precision.DAY) if number % 20 else EventDate(),
        said_by=None,
        sources=tuple(
            Span(f"a{min(near + place, _ARTICLES - 1)}", 1000 * number, 1000 * number + len(said), said)
            for place, said in enumerate(sources)
        ),
        outlets=_OUTLETS[: len(sources)],
        score=round(chance.uniform(0, 5), 3),
    )


def remember(updates: int, chance: random.Random) -> Iterator[IntervalSet]:
    """Yield memories: of twenty, sixteen have seen all but the last ten, two have gaps, one is old, one is empty."""
    old = range(1, updates - 9)
    while True:
        for _ in range(16):
            yield IntervalSet(old) | chance.sample(range(updates - 9, updates + 1), chance.randint(0, 9))
        for _ in range(2):
            yield IntervalSet({*old} - {*chance.sample(old, updates // 50)})
        yield IntervalSet(range(1, updates - updates // 12))
        yield IntervalSet()


def make_reader(number: int, size: Size, now: datetime, set_id: int | None) -> dict[str, object]:
    """Make the row of a subscriber."""
    is_due = size.are_due and number >= size.requesters
    return {
        "chat_id": FIRST_READER + number,
        "thread_id": 0,
        "state": SubscriberState.ACTIVE,
        "muted": ["turkey"] if number % 10 == 9 else [],
        "alerts": [],
        "digest_time": time(8),
        "zone": "Asia/Riyadh",
        "tells_nothing_new": False,
        "next_due_at": now - timedelta(seconds=1) if is_due else now + timedelta(days=1),
        "digested_on": (now + timedelta(days=-2 if is_due else 1)).date(),
        "offered_up_to": size.updates - 10,
        "seen_set_id": set_id,
        "created_at": datetime(2022, 1, 1, tzinfo=UTC),
    }
