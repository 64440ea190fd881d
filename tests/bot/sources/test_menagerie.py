"""Every kind of source, good and bad, in one round: each ends as it should, in time, and none delays another."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.container import Services
from bot.sources import leftovers
from bot.sources.manage import list_all
from bot.sources.rounds.run import run_round
from bot.sources.values import VisitReport
from storage.model.sources import NewsSource, SourceState
from storage.sources.registry import add_source
from tests.bot.fetching.menagerie import BAD, GOOD, REDIRECTS, Menagerie, serving_menagerie

_NO_SOURCES = {"broken", "entity-bomb", "empty"}  # they are had, and cannot be read
_ALL_S = 30.0
FORBIDDEN = "forbidding"
REBINDING = "turning"


@pytest.fixture
async def menagerie() -> AsyncIterator[Menagerie]:
    async with serving_menagerie() as served:
        yield served


@pytest.fixture
async def services(services: Services, menagerie: Menagerie) -> AsyncIterator[Services]:
    """A bot with a source of each kind, each on a host of its own."""
    async with menagerie.open_fetcher(total_s=8.0, read_s=8.0) as fetcher:
        services = replace(services, visiting=replace(services.visiting, fetcher=fetcher))
        hosts = {name: name.replace("/", "-") for name in (*GOOD, *BAD, *REDIRECTS)}
        urls = [menagerie.url(name, f"{host}.example") for name, host in hosts.items()]
        urls += [menagerie.url("rss", f"{host}.example") for host in (FORBIDDEN, REBINDING, "sick", "inside")]
        async with services.database.begin() as session:
            for url in urls:
                await add_source(session, url, services.clock())
        yield services


def find(sources: tuple[NewsSource, ...], host: str) -> NewsSource:
    [source] = [each for each in sources if each.url.startswith(f"http://{host}.example:")]
    return source


async def test_each_ends_as_it_should(services: Services) -> None:
    told: list[VisitReport] = []
    first = asyncio.Event()

    def tell(report: VisitReport) -> None:
        told.append(report)
        first.set()

    async with asyncio.timeout(_ALL_S):
        making = asyncio.create_task(run_round(services, tell=tell))
        await first.wait()
        assert not making.done()  # some never end
        await making
    sources = await list_all(services)
    assert len(told) == len(sources)
    for name in GOOD:
        source = find(sources, name.replace("/", "-"))
        assert (source.last_fault is None) is (name not in _NO_SOURCES), (name, source.last_fault)
        if name not in _NO_SOURCES:
            assert source.articles or name in {"front", "sitemap"}, name  # the page of the sitemap is not to be had
    for name in BAD:
        source = find(sources, name)
        assert source.last_fault, name
        assert source.failures == 1
        assert (source.state is SourceState.GONE) is (name == "gone")
    for host in (FORBIDDEN, "sick", "inside"):
        assert find(sources, host).last_fault, host
    moved = [each for each in sources if each.url.endswith("/rss") and each.url.startswith("http://moved")]
    assert len(moved) == 2  # «moved» and «moved-twice»; what moved for now stays where it is
    left_out = await leftovers.show_left_out(services)
    assert {each.reason.partition(":")[0] for each in left_out if not each.article.text} >= {
        "is a teaser, and its page could not be had"
    }


async def test_none_is_asked_again_before_it_is_due(services: Services, menagerie: Menagerie) -> None:
    await run_round(services)
    before = len(menagerie.asked)
    assert await run_round(services) == []
    assert len(menagerie.asked) == before
