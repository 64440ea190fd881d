"""What cuts a digest short or comes between: kills at each step, a database that refuses writes, moves, news."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text

from bot.preview.protocol.faults import Faults
from bot.preview.stage import SAMPLES
from bot.preview.state.groups import add_group, migrate
from storage.engine.database import Database
from storage.model.values import DeliveryKind, DeliveryState
from storage.schema.outbox import DeliveryRow
from tests.faults.bot_process import HASTY_BOT, BotProcess
from tests.faults.conftest import Report
from tests.faults.halting import STEPS
from tests.faults.ledger_check import check_ledger, count_states
from tests.faults.readership import DUE, NEWS, add_readers, publish, settle, subscribe_all
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram, wait_until

_READERS = 160
_RATE = 80
_AWAY_S = 4.0
_ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite_url"], indirect=True)
_ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgres_url"], indirect=True)
_LONG = pytest.mark.skipif(not SCALE.long, reason="takes a minute: make soak runs it")
pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("step", STEPS)
async def test_a_kill_at_each_step_of_a_batch(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report, step: str
) -> None:
    if not (SCALE.long or database.is_sqlite):
        pytest.skip("make soak kills on both engines")
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, _READERS, Random(SEED))
    bot = BotProcess(telegram, database_url, tmp_path)
    dying = await bot.start(rate=_RATE, command=("-m", "tests.faults.halting", step, "run"))
    assert await asyncio.wait_for(dying.wait(), 60) == -9
    states = await count_states(database)
    assert states[DeliveryState.SENDING] > 0
    assert (states[DeliveryState.SENT] > 0) == (step == "recorded")
    accepted = len(telegram.world.accepted)
    assert accepted >= (states[DeliveryState.SENT] if step != "sent" else 1)
    async with bot.running(command=HASTY_BOT):
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, f"killed with {states[DeliveryState.SENDING]} claimed, {accepted} accepted")
    assert account.at_rest
    # What was claimed is uncertain, and nobody else's digest is.
    assert len(account.uncertain) == states[DeliveryState.SENDING]
    if step == "sent":
        assert account.uncertain_accepted > 0


@asynccontextmanager
async def _digest_under_way(
    database: Database, database_url: str, telegram: Telegram, folder: Path, report: Report, what: str
) -> AsyncIterator[tuple[BotProcess, asyncio.subprocess.Process]]:
    """Run the block when a part of a digest has been accepted; behind it, see the digest end and the ledger hold."""
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, _READERS, Random(SEED))
    bot = BotProcess(telegram, database_url, folder)
    async with bot.running(rate=_RATE, command=HASTY_BOT) as process:
        await telegram.accept(_READERS // 4)
        yield bot, process
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, what)
    assert account.at_rest


@_ON_POSTGRESQL
async def test_a_database_that_only_reads_for_a_while(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    what = f"read-only for {_AWAY_S:.0f} s"
    async with _digest_under_way(database, database_url, telegram, tmp_path, report, what) as (bot, process):
        await _set_read_only(database, "on")
        await asyncio.sleep(_AWAY_S)
        assert process.returncode is None
        await _set_read_only(database, "off")
    assert "Traceback" not in bot.read_log()


async def _set_read_only(database: Database, value: str) -> None:
    """Let the database refuse writes to all connections, or take them again."""
    async with database.begin() as session:
        await session.execute(text("SET TRANSACTION READ WRITE"))
        name = await session.scalar(text("SELECT current_database()"))
        await session.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}'))
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
        await session.execute(text(end), {"name": name})


@_LONG
@_ON_SQLITE
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the limit of another process is set on Linux")
async def test_a_disk_that_is_full_for_a_while(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    what = f"a full disk for {_AWAY_S:.0f} s"
    async with _digest_under_way(database, database_url, telegram, tmp_path, report, what) as (_, process):
        usual = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (8192, usual[1]))  # no file grows beyond so many bytes
        await asyncio.sleep(_AWAY_S)
        assert process.returncode is None
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, usual)


async def test_groups_migrate_during_their_digest(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    await publish(database, NEWS)
    world = telegram.world
    owner = world.add_person(opened=True).id
    groups = [add_group(world, f"مجموعة {number}", by=owner).id for number in range(24)]
    await subscribe_all(database, groups, DUE)
    bot = BotProcess(telegram, database_url, tmp_path)
    telegram.suffer(Faults(latency_spread=0.3, seed=SEED))
    async with bot.running(rate=20, command=HASTY_BOT):
        await telegram.accept(3)
        moved = {group: migrate(world, group).id for group in groups[::2]}
        await settle(database, groups)
        chats = {moved.get(group, group) for group in groups}
        counts = await count_states(database)
        assert counts[DeliveryState.SENT] == len(groups), counts
        reached = [message.chat_id for message in world.accepted if "موجز كازاخستان" in message.text]
        assert len(reached) == len(groups)
        assert {moved.get(chat, chat) for chat in reached} == chats
        assert {chat for chat in reached if chat in moved.values()}, "no group was met after its migration"


@_LONG
async def test_news_that_is_read_during_a_digest(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path, report: Report
) -> None:
    what = "four articles ingested meanwhile"
    async with _digest_under_way(database, database_url, telegram, tmp_path, report, what) as (bot, _):
        for path in sorted(SAMPLES.glob("*.txt"))[:4]:
            await bot.operate("ingest", str(path))
    assert "Traceback" not in bot.read_log()


@_LONG
async def test_a_text_is_retracted_while_people_are_being_told_it(
    database: Database, database_url: str, telegram: Telegram, tmp_path: Path
) -> None:
    """Whoever is told a text that was retracted meanwhile gets the correction, also if nobody could count them yet."""
    await publish(database, NEWS)
    world = telegram.world
    people = [world.add_person(opened=True).id for _ in range(40)]
    await subscribe_all(database, people, timedelta(hours=6))
    bot = BotProcess(telegram, database_url, tmp_path)
    async with bot.running(command=HASTY_BOT):
        telegram.suffer(Faults(latency_spread=2.0, seed=SEED))
        for chat_id in people:
            world.say(chat_id, "/new")
        await telegram.accept(5)
        await bot.operate("retract", "2")
        wrong = NEWS[1].text

        def told(words: str) -> set[int]:
            return {message.chat_id for message in world.accepted if words in message.text}

        answered = {*people}
        await wait_until(lambda: answered <= told(""), "an answer for each", within=60)
        telegram.suffer(Faults())
        await wait_until(lambda: told("تصحيح") == told(wrong), "a correction for each who was told", within=100)
    async with database.begin() as session:
        corrections = select(func.count()).where(DeliveryRow.kind == DeliveryKind.CORRECTION)
        assert await session.scalar(corrections) == len(told(wrong)) > 0
