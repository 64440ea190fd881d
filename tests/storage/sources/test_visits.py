"""What a visit brings is recorded at once, and known the next time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from briefings.model import Article, PublishedFrom
from storage.engine.database import Database
from storage.model.sources import KnownEntry, LeftOut, NewsSource, SourceState, Visit
from storage.sources.left_out import drop_left_out, list_left_out, sweep_left_out
from storage.sources.registry import add_source, find_source, list_sources, pause_source, remove_source
from storage.sources.visits import claim_due, load_known, record_visits
from tests.factories import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOLD = timedelta(minutes=5)


@pytest.fixture
async def source(database: Database) -> NewsSource:
    async with database.begin() as session:
        added = await add_source(session, "https://first.example/feed", NOW)
    assert added
    return added


def make_visit(source: NewsSource, days: int = 0, **fields: object) -> Visit:
    at = NOW + days * DAY
    return replace(Visit(source.id, at, at + HOUR, HOUR), **fields)  # type: ignore[arg-type]


def make_left_out(source: NewsSource, id_: str = "a9", days: int = 0) -> LeftOut:
    article = Article(
        id_, "نص.", "منبر الوادي", date(2022, 1, 7), PublishedFrom.METADATA, NOW, "عنوان", "https://first.example/9"
    )
    return LeftOut(article, source.id, "is not about the story", NOW + days * DAY)


async def record(database: Database, *visits: Visit) -> None:
    async with database.begin() as session:
        await record_visits(session, visits)


async def known(database: Database, source: NewsSource, *keys: str) -> dict[str, KnownEntry]:
    async with database.begin() as session:
        return await load_known(session, source.id, keys)


async def test_a_source_is_claimed_once_while_it_is_held(database: Database, source: NewsSource) -> None:
    async with database.begin() as session:
        assert await claim_due(session, NOW - HOUR, HOLD) == ()
        assert await claim_due(session, NOW, HOLD) == (source,)
        assert await claim_due(session, NOW, HOLD) == ()
        [again] = await claim_due(session, NOW + HOLD, HOLD)
    assert again.id == source.id


async def test_all_are_claimed_before_they_are_due_but_none_that_is_paused(
    database: Database, source: NewsSource
) -> None:
    async with database.begin() as session:
        assert len(await claim_due(session, NOW - HOUR, HOLD, everything=True)) == 1
        await pause_source(session, source.id)
        assert await claim_due(session, NOW, HOLD, everything=True) == ()


async def test_a_visit_is_recorded_with_what_it_brought(database: Database, source: NewsSource) -> None:
    entry = KnownEntry("d1", "a1")
    visit = make_visit(
        source, kind="rss", title="منبر", etag='"1"', last_modified="now", news_per_day=12.5, articles=2, on_story=1,
        seen=frozenset({"k1"}), known=(("k1", entry),),
    )  # fmt: skip
    await record(database, visit)
    assert await known(database, source, "k1", "k2") == {"k1": entry}
    async with database.begin() as session:
        now = await find_source(session, source.id)
    assert now == replace(
        source, kind="rss", title="منبر", etag='"1"', last_modified="now", news_per_day=12.5, entries=1, articles=2,
        on_story=1, next_at=NOW + HOUR, interval=HOUR, fetched_at=NOW, last_success_at=NOW, last_news_at=NOW,
    )  # fmt: skip


async def test_a_changed_entry_is_no_new_one(database: Database, source: NewsSource) -> None:
    for number, days in ((1, 0), (2, 1)):
        entries = (("k1", KnownEntry(f"d{number}", f"a{number}")),)
        await record(database, make_visit(source, days, seen=frozenset({"k1"}), known=entries))
    assert await known(database, source, "k1") == {"k1": KnownEntry("d2", "a2")}
    async with database.begin() as session:
        now = await find_source(session, source.id)
    assert now
    assert now.entries == 1


async def test_a_failed_visit_forgets_nothing(database: Database, source: NewsSource) -> None:
    entries = (("k1", KnownEntry("d1", "a1")),)
    await record(database, make_visit(source, etag='"1"', seen=frozenset({"k1"}), known=entries))
    await record(database, make_visit(source, 60, fault="answers with status 500"))
    assert await known(database, source, "k1")
    async with database.begin() as session:
        now = await find_source(session, source.id)
    assert now
    assert (now.etag, now.failures) == ('"1"', 1)


async def test_entries_are_forgotten_a_month_after_the_source_had_them(database: Database, source: NewsSource) -> None:
    entries = (("k1", KnownEntry("d1", "a1")), ("k2", KnownEntry("d2", None)))
    await record(database, make_visit(source, seen=frozenset({"k1", "k2"}), known=entries))
    await record(database, make_visit(source, 29, seen=frozenset({"k1"})))
    await record(database, make_visit(source, 40, seen=frozenset({"k1"})))
    assert (await known(database, source, "k1", "k2")).keys() == {"k1"}


async def test_thousands_of_entries_and_keys_of_any_length_are_known(database: Database, source: NewsSource) -> None:
    keys = [f"{'k' * 3000}{number}" for number in range(1200)]
    entries = tuple((key, KnownEntry("d", None)) for key in keys)
    await record(database, make_visit(source, seen=frozenset(keys), known=entries))
    assert (await known(database, source, *keys)).keys() == set(keys)


async def test_a_move_is_kept_unless_another_source_has_the_address(database: Database, source: NewsSource) -> None:
    await record(database, make_visit(source, moved_to="https://moved.example/feed"))
    async with database.begin() as session:
        other = await add_source(session, source.url, NOW)
    assert other
    await record(database, make_visit(other, moved_to="https://moved.example/feed"))
    async with database.begin() as session:
        urls = [each.url for each in await list_sources(session)]
    assert urls == ["https://moved.example/feed", source.url]


async def test_what_was_paused_or_removed_meanwhile_stays_so(database: Database, source: NewsSource) -> None:
    async with database.begin() as session:
        await pause_source(session, source.id)
    await record(database, make_visit(source, fault="answers with status 410", is_gone=True))
    async with database.begin() as session:
        now = await find_source(session, source.id)
        assert now
        assert now.state is SourceState.PAUSED
        await remove_source(session, source.id)
    await record(database, make_visit(source, left_out=(make_left_out(source),)))
    async with database.begin() as session:
        assert await list_left_out(session) == ()


async def test_what_was_left_out_comes_back_as_it_was_until_it_is_swept(database: Database, source: NewsSource) -> None:
    first, second = make_left_out(source), make_left_out(source, "a8", 1)
    await record(database, make_visit(source, left_out=(first,)), make_visit(source, 1, left_out=(second, first)))
    async with database.begin() as session:
        assert await list_left_out(session) == (second, first)
        assert await list_left_out(session, ["a9", "none"]) == (first,)
        assert await sweep_left_out(session, NOW + HOUR) == 1
        assert await list_left_out(session) == (second,)
        await drop_left_out(session, ["a8"])
        assert await list_left_out(session) == ()


async def test_a_removed_source_takes_along_what_it_left_out(database: Database, source: NewsSource) -> None:
    entries = (("k1", KnownEntry("d1", None)),)
    await record(database, make_visit(source, seen=frozenset({"k1"}), known=entries, left_out=(make_left_out(source),)))
    async with database.begin() as session:
        await remove_source(session, source.id)
    async with database.begin() as session:
        assert await list_left_out(session) == ()
        assert await load_known(session, source.id, ["k1"]) == {}
