"""Sources are added once, stay in order, and say how they are."""

from datetime import timedelta

from storage.engine.database import Database
from storage.model.sources import NewsSource, SourceState, Visit
from storage.sources.registry import (
    SourceCounts,
    add_source,
    count_sources,
    find_source,
    list_sources,
    list_to_tell,
    mark_told,
    pause_source,
    remove_source,
    resume_source,
)
from storage.sources.visits import record_visits
from tests.factories import NOW

HOUR = timedelta(hours=1)
FIRST, SECOND = "https://first.example/feed", "https://second.example/feed"


async def add(database: Database, url: str = FIRST, outlet: str | None = None) -> NewsSource:
    async with database.begin() as session:
        source = await add_source(session, url, NOW, outlet=outlet)
    assert source
    return source


async def read(database: Database, source: NewsSource) -> NewsSource | None:
    async with database.begin() as session:
        return await find_source(session, source.id)


async def visit(database: Database, source: NewsSource, hours: int, fault: str | None, *, gone: bool = False) -> None:
    at = NOW + hours * HOUR
    async with database.begin() as session:
        await record_visits(session, [Visit(source.id, at, at + HOUR, HOUR, fault=fault, is_gone=gone)])


async def test_a_new_source_is_due_at_once(database: Database) -> None:
    source = await add(database, outlet="منبر الوادي")
    assert (source.url, source.outlet, source.state, source.next_at) == (FIRST, "منبر الوادي", SourceState.ACTIVE, NOW)
    assert (source.kind, source.failing_since, source.entries) == (None, None, 0)


async def test_an_address_is_taken_once(database: Database) -> None:
    source = await add(database)
    async with database.begin() as session:
        assert await add_source(session, FIRST, NOW) is None
        assert await list_sources(session) == (source,)


async def test_a_number_is_never_used_again(database: Database) -> None:
    first = await add(database)
    async with database.begin() as session:
        assert await remove_source(session, first.id)
        assert not await remove_source(session, first.id)
    assert (await add(database)).id > first.id


async def test_who_is_paused_is_resumed_at_once(database: Database) -> None:
    source = await add(database)
    later = NOW + 5 * HOUR
    async with database.begin() as session:
        assert await pause_source(session, source.id)
        assert not await pause_source(session, source.id + 1)
    paused = await read(database, source)
    assert paused
    assert paused.state is SourceState.PAUSED
    async with database.begin() as session:
        assert await resume_source(session, source.id, later)
        assert not await resume_source(session, source.id + 1, later)
    resumed = await read(database, source)
    assert resumed
    assert (resumed.state, resumed.next_at) == (SourceState.ACTIVE, later)


async def test_sources_are_counted_by_state(database: Database) -> None:
    first, second = await add(database), await add(database, SECOND)
    await visit(database, first, 1, "answers with status 500")
    async with database.begin() as session:
        assert await count_sources(session) == SourceCounts(active=2, paused=0, gone=0, failing=1)
        await pause_source(session, second.id)
    await visit(database, first, 2, "answers with status 410", gone=True)
    async with database.begin() as session:
        assert await count_sources(session) == SourceCounts(active=0, paused=1, gone=1, failing=0)


async def test_it_fails_since_the_first_of_its_failures(database: Database) -> None:
    source = await add(database)
    for hours in (1, 2):
        await visit(database, source, hours, f"answers with status 50{hours}")
    failing = await read(database, source)
    assert failing
    assert (failing.failures, failing.failing_since) == (2, NOW + HOUR)
    assert failing.last_fault == "answers with status 502"
    await visit(database, source, 3, None)
    works = await read(database, source)
    assert works
    assert (works.failures, works.failing_since, works.last_success_at) == (0, None, NOW + 3 * HOUR)
    assert works.last_fault == "answers with status 502"


async def test_operators_are_to_be_told_once_and_once_when_it_is_over(database: Database) -> None:
    source = await add(database)
    await visit(database, source, 1, "answers with status 500")

    async def list_told(hours: int) -> list[int]:
        async with database.begin() as session:
            return [each.id for each in await list_to_tell(session, NOW + hours * HOUR)]

    assert await list_told(0) == []  # it fails for less long
    assert await list_told(2) == [source.id]
    async with database.begin() as session:
        await mark_told(session, [source.id], NOW)
    assert await list_told(2) == []
    await visit(database, source, 9, None)
    assert await list_told(2) == [source.id]
    async with database.begin() as session:
        await mark_told(session, [source.id], None)
    assert await list_told(99) == []


async def test_operators_are_told_at_once_of_what_is_gone(database: Database) -> None:
    source = await add(database)
    await visit(database, source, 1, "answers with status 410", gone=True)
    async with database.begin() as session:
        assert [each.id for each in await list_to_tell(session, NOW)] == [source.id]


async def test_nobody_is_told_of_what_they_paused(database: Database) -> None:
    source = await add(database)
    await visit(database, source, 1, "answers with status 500")
    async with database.begin() as session:
        await pause_source(session, source.id)
        assert await list_to_tell(session, NOW + 9 * HOUR) == ()
