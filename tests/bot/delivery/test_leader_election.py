"""Which process leads, beat by beat."""

import asyncio
import signal
import sys

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


# Holds the lease, and reads a long answer in the transaction that has it locked.
_LEADER = """
import asyncio, sys
from sqlalchemy import text
from storage.engine.database import Database
from storage.outbox.leases import holds_lease, take_lease

async def lead(url, story):
    async with Database(url, "the-leader").begin() as session:
        assert await take_lease(session, story, "the-leader", 2.0)
        await session.commit()
        assert await holds_lease(session, story, "the-leader")
        print("reading", flush=True)
        await session.execute(text("SELECT repeat('x', 1000) FROM generate_series(1, 2000000)"))

asyncio.run(lead(*sys.argv[1:]))
"""


@pytest.mark.parametrize("database_url", ["postgres_url"], indirect=True)
async def test_a_leader_that_freezes_while_it_reads_does_not_keep_the_lease(
    services: Services, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LEADER, database_url, services.story.name, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert leader.stdout
        assert await leader.stdout.readline() == b"reading\n"
        await asyncio.sleep(0.3)
        leader.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(leader_election, "_LEASE_S", 1.0)
        monkeypatch.setattr(leader_election, "_BEAT_S", 0.1)
        leads = asyncio.Event()

        async def follow(leading: bool) -> None:
            if leading:
                leads.set()

        heart = asyncio.create_task(leader_election.keep_lead(services, follow))
        await asyncio.wait_for(leads.wait(), 15)
        heart.cancel()
    finally:
        leader.kill()
        await leader.wait()
