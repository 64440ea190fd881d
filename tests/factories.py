"""Values for tests: each has every field, a test names those that it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import Article, EventDate, Kind, Precision, PublishedFrom, Span, TopicUpdate
from storage.model.sources import NewsSource, SourceState
from storage.model.values import Subscriber
from storage.news.updates import read_snapshot
from storage.subscribers.accounts import find_subscriber, subscribe
from storage.subscribers.seen import load_seen

STORY = "kazakhstan-2022"
NOW = datetime(2022, 1, 7, 5, 0, tzinfo=UTC)  # 08:00 in Riyadh


def make_article(id_: str = "a1", **fields: Any) -> Article:
    """An article of an outlet, published on 7 January 2022, and included whatever it is about."""
    article = Article(
        id=id_,
        text="تجمع سكان الحي أمام مبنى البلدية مطالبين بخفض سعر الوقود.",
        outlet="صدى السهوب",
        published_on=date(2022, 1, 7),
        published_from=PublishedFrom.GIVEN,
        included=True,
    )
    return replace(article, **fields)


def make_span(article: str = "a1", start: int = 0, text: str = "تجمع سكان الحي أمام مبنى البلدية.") -> Span:
    """A sentence of an article, as a source."""
    return Span(article, start, start + len(text), text)


def make_update(id_: str = "u1", **fields: Any) -> TopicUpdate:
    """An update on the protests; its one source is a sentence of its own, of an article of its own."""
    update = TopicUpdate(
        id=id_,
        topic="protests",
        text="تجمع سكان الحي أمام مبنى البلدية.",
        kind=Kind.EVENT,
        when=EventDate("2022-01-07", None, Precision.DAY),
        said_by=None,
        sources=(make_span(f"of-{id_}", text=f"تجمع سكان الحي أمام مبنى البلدية. ({id_})"),),
        outlets=("صدى السهوب",),
        score=1.0,
    )
    return replace(update, **fields)


def make_source(number: int = 1, **fields: Any) -> NewsSource:
    """An active source of news that was never visited."""
    source = NewsSource(
        id=number, url=f"https://wadi.example/{number}", kind="rss", outlet=None, title=None, state=SourceState.ACTIVE,
        added_at=NOW, next_at=NOW, interval=timedelta(), news_per_day=None, etag=None, last_modified=None,
        fetched_at=None, last_success_at=None, last_news_at=None, failing_since=None, last_fault=None, failures=0,
        told_at=None, entries=0, articles=0, on_story=0,
    )  # fmt: skip
    return replace(source, **fields)


async def make_subscriber(session: AsyncSession, chat_id: int = 1001, **fields: Any) -> Subscriber:
    """A stored subscriber of a private chat, due now."""
    defaults = {
        "thread_id": None,
        "digest_time": time(8, 0),
        "zone": "Asia/Riyadh",
        "next_due_at": NOW,
        "digested_on": date(2022, 1, 6),
        "offered_up_to": 0,
        "now": NOW,
    }
    return await subscribe(session, STORY, chat_id, **{**defaults, **fields})


async def list_unseen(session: AsyncSession, subscriber: Subscriber, story: str = STORY) -> list[int]:
    """The sequences that a subscriber, as stored now, has not seen."""
    reader = await find_subscriber(session, story, subscriber.chat_id, subscriber.thread_id)
    assert reader
    seen = await load_seen(session, [reader.seen_set_id])
    snapshot = await read_snapshot(session, story)
    unseen = snapshot.list_unseen(seen[reader.seen_set_id], reader.muted, reader.begins_after)
    return sorted(stored.sequence for stored in unseen)
