"""Which process leads, beat by beat."""

import asyncio

import pytest
from telegram.error import NetworkError

from bot.core.container import Services
from bot.delivery import leader_election


async def test_the_lead_is_kept_though_telegram_is_not_reached_at_first(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader_election, "_BEAT_S", 0.01)
    told: list[bool] = []
    reached = asyncio.Event()

    async def follow(leads: bool) -> None:
        told.append(leads)
        if len(told) == 1:
            raise NetworkError("no route")
        reached.set()

    heart = asyncio.create_task(leader_election.keep_lead(services, follow))
    await asyncio.wait_for(reached.wait(), 10)
    heart.cancel()
    assert told[:2] == [True, True]
