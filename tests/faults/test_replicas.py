"""Several processes on one database: on PostgreSQL one goes on for another, on SQLite there is no other."""

import asyncio
import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables import LeaseRow
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
async def test_the_other_replica_goes_on(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, SCALE.readers, Random(SEED))
    bot = BotProcess(telegram, database_url, tmp_path)
    async with (
        bot.running(rate=_RATE, command=_COMMAND) as one,
        bot.running(rate=_RATE, command=_COMMAND) as other,
    ):
        await telegram.accept(SCALE.readers // 4)
        leader, follower = (one, other) if f"-{one.pid}-" in await _read_holder(database) else (other, one)
        await kill(leader)
        killed_at, accepted = time.monotonic(), len(telegram.world.accepted)
        await telegram.accept(accepted + SCALE.readers // 4)
        waited = time.monotonic() - killed_at
        assert f"-{follower.pid}-" in await _read_holder(database)
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, f"the leader killed; a quarter more was accepted {waited:.1f} s later")
    assert account.at_rest
    assert waited < _FAILOVER_S
    assert "Traceback" not in bot.read_log()


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


async def _read_holder(database: Database) -> str:
    async with database.begin() as session:
        return (await session.scalars(select(LeaseRow.holder))).one()
