"""kill -9 in the middle of a digest, again and again: nobody gets it twice, nothing is lost."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from bot.preview.protocol.faults import Faults
from storage.engine.database import Database
from tests.faults.bot_process import HASTY_BOT, BotProcess, kill
from tests.faults.conftest import Report
from tests.faults.ledger_check import check_ledger
from tests.faults.readership import LATER, NEWS, add_readers, publish, read_the_rest, settle
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram

# Slow enough that readers are left for the last kill: at most 30 digests are accepted between two kills, and 40 are
# being sent at a kill.
_RATE = 40
_MOST_BEFORE_KILL = 30
_LONGEST_START_S = 3.0


@pytest.mark.timeout(900)
async def test_the_bot_is_killed_again_and_again(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    random = Random(SEED)
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, SCALE.readers_killed, random)
    telegram.suffer(Faults(latency_spread=0.1, seed=SEED))
    bot = BotProcess(telegram, database_url, tmp_path)
    for number in range(SCALE.kills):
        if number == SCALE.kills // 2:
            await publish(database, (*NEWS, LATER))
        async with bot.running(rate=_RATE, command=HASTY_BOT) as process:
            await _wait_for_a_moment(random, telegram)
            await kill(process)
        await check_ledger(database, telegram.world, chats)
    async with bot.running(command=HASTY_BOT):
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, f"{SCALE.kills} kills")
        assert account.at_rest
        await read_the_rest(database, telegram.world, random.sample(sorted(chats), 10))
    await check_ledger(database, telegram.world, chats)
    assert "Traceback" not in bot.read_log()


async def _wait_for_a_moment(random: Random, telegram: Telegram) -> None:
    """Wait until the bot is starting, or has sent some digests."""
    if random.random() < 0.25:
        await asyncio.sleep(_LONGEST_START_S * random.random())
    else:
        await telegram.accept(len(telegram.world.accepted) + random.randint(1, _MOST_BEFORE_KILL))
        await asyncio.sleep(0.1 * random.random())
