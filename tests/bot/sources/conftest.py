"""A bot that may fetch from outlets on the loopback."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from bot.core.container import Services
from bot.fetching.fetcher import Fetcher
from bot.fetching.values import FetchSettings
from bot.sources import manage
from bot.sources.rounds.run import run_round
from bot.sources.values import VisitReport
from storage.model.sources import NewsSource
from storage.sources.registry import find_source
from tests.bot.fakes import Clock
from tests.bot.sources.site import Post, Site, open_site

HOSTS = frozenset(f"127.0.0.{number}" for number in range(1, 30))


@pytest.fixture
async def services(services: Services, clock: Clock) -> AsyncIterator[Services]:
    async with Fetcher(FetchSettings(allow_hosts=HOSTS), clock) as fetcher:
        yield replace(services, visiting=replace(services.visiting, fetcher=fetcher))


@pytest.fixture
async def open_() -> AsyncIterator[Callable[..., Awaitable[Site]]]:
    """Return a function that opens one more outlet."""
    async with AsyncExitStack() as stack:
        opened: list[Site] = []

        async def open_one(*posts: Post) -> Site:
            site, server = await open_site(len(opened) + 2, *posts)
            stack.push_async_callback(server.close)
            opened.append(site)
            return site

        yield open_one


@pytest.fixture
async def site(open_: Callable[..., Awaitable[Site]]) -> Site:
    return await open_()


@pytest.fixture
async def source(services: Services, site: Site) -> NewsSource:
    """The feed of the outlet, added and not visited yet."""
    return await manage.add(services, f"{site.url}/feed")


@pytest.fixture
def visit(services: Services, clock: Clock) -> Callable[[], Awaitable[VisitReport]]:
    """Return a function that lets a day pass, makes a round and returns what came of its one visit."""

    async def visit_all() -> VisitReport:
        clock.move(hours=25)
        [report] = await run_round(services)
        return report

    return visit_all


async def reread(services: Services, source: NewsSource) -> NewsSource:
    """The source as it is now."""
    async with services.database.begin() as session:
        found = await find_source(session, source.id)
    assert found
    return found
