"""One process makes rounds at a time."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.container import Services
from bot.core.sender_state import SenderState
from bot.handlers.context import App
from bot.sources.job import run_visits
from bot.sources.rounds import lease
from bot.sources.rounds.lease import BusyError, visiting
from bot.sources.rounds.run import run_round
from storage.model.sources import NewsSource
from tests.bot.sources.conftest import reread


@pytest.fixture
def other(services: Services) -> Services:
    """Another process on the same database."""
    return replace(services, sender_state=SenderState(holder="another"))


async def test_while_one_makes_a_round_another_is_refused_or_waits(services: Services, other: Services) -> None:
    async with visiting(services):
        with pytest.raises(BusyError):
            await run_round(other)
        waiting = asyncio.create_task(run_round(other, patience=10))
        await asyncio.sleep(0.1)
        assert not waiting.done()
    assert await waiting == []


async def test_two_rounds_of_one_process_are_not_at_once_either(services: Services) -> None:
    async with visiting(services):
        with pytest.raises(BusyError):
            await run_round(services)
    assert await run_round(services) == []


async def test_who_lost_the_lease_stops(services: Services, other: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_BEAT_S", 0.2)
    monkeypatch.setattr(lease, "_LEASE_S", 0.05)  # it lapses before it is renewed, as if the process had been frozen

    async def be_frozen() -> None:
        async with visiting(services):
            await asyncio.sleep(0.1)
            monkeypatch.setattr(lease, "_LEASE_S", 30)
            async with visiting(other):
                await asyncio.sleep(5)

    with pytest.raises(BusyError, match="took over"):
        await be_frozen()


async def test_the_lease_is_renewed_while_the_work_goes_on(
    services: Services, other: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_BEAT_S", 0.1)
    monkeypatch.setattr(lease, "_LEASE_S", 0.5)
    async with visiting(services):
        await asyncio.sleep(0.9)
        with pytest.raises(BusyError):
            await run_round(other)


async def test_the_bot_makes_rounds_only_while_it_leads(services: Services, source: NewsSource, app: App) -> None:
    await run_visits(services, app.bot)
    assert (await reread(services, source)).fetched_at is None
    services.sender_state.leads = True
    await run_visits(services, app.bot)
    assert (await reread(services, source)).fetched_at == services.clock()
