"""Several processes on one database: on PostgreSQL one takes over from another, on SQLite only one may run."""

import asyncio
import signal
import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from storage.engine.database import Database
from storage.schema.outbox import LeaseRow
from tests.faults.bot_process import BOT, HASTY_BOT, BotProcess, kill
from tests.faults.conftest import Report
from tests.faults.ledger_check import check_ledger
from tests.faults.readership import NEWS, add_readers, publish, settle
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram

_RATE = 80
_COMMAND = BOT if SCALE.long else HASTY_BOT
_FAILOVER_S = 30


@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["postgres_url"], indirect=True)
async def test_one_replica_goes_on_for_the_other(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, SCALE.readers, Random(SEED))
    bot = BotProcess(telegram, database_url, tmp_path)
    async with (
        bot.running(rate=_RATE, command=_COMMAND) as one,
        bot.running(rate=_RATE, command=_COMMAND) as other,
    ):
        await telegram.accept(SCALE.readers // 8)
        leader, follower = (one, other) if await _leads(database, one) else (other, one)
        leader.send_signal(signal.SIGSTOP)
        frozen_s = await _see_goes_on(telegram, database, follower)
        leader.send_signal(signal.SIGCONT)  # the process wakes up while sending, and believes that it leads
        await telegram.accept(len(telegram.world.accepted) + SCALE.readers // 8)
        await kill(follower)
        killed_s = await _see_goes_on(telegram, database, leader)
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, f"going on {frozen_s:.1f} s after the leader froze, {killed_s:.1f} s after the next was killed")
    assert account.at_rest
    assert max(frozen_s, killed_s) < _FAILOVER_S


async def _see_goes_on(telegram: Telegram, database: Database, process: asyncio.subprocess.Process) -> float:
    """Wait until the process leads and digests go out; how many seconds that took."""
    begun = time.monotonic()
    async with asyncio.timeout(2 * _FAILOVER_S):
        while not await _leads(database, process):  # noqa: ASYNC110 - another process takes the lead
            await asyncio.sleep(0.05)
    await telegram.accept(len(telegram.world.accepted) + 1)
    return time.monotonic() - begun


async def _leads(database: Database, process: asyncio.subprocess.Process) -> bool:
    async with database.begin() as session:
        holder = (await session.scalars(select(LeaseRow.holder))).one()
    return f"-{process.pid}-" in holder


@pytest.mark.parametrize("database_url", ["sqlite_url"], indirect=True)
async def test_a_second_process_on_one_file_is_refused(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path
) -> None:
    database.claim_sending()  # as the bot does
    second = BotProcess(telegram, database_url, tmp_path)
    process = await second.start()
    assert await asyncio.wait_for(process.wait(), 20) == 1
    [line] = second.read_log().splitlines()
    assert line.startswith("mujaz: another process sends from the database ")
