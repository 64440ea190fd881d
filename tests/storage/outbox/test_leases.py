import asyncio

import pytest
from sqlalchemy import text

from storage.engine.database import Database, DatabaseError
from storage.outbox.leases import drop_lease, holds_lease, take_lease
from tests.factories import STORY


async def take(database: Database, holder: str, seconds: float = 15.0) -> bool:
    async with database.begin() as session:
        return await take_lease(session, STORY, holder, seconds)


async def holds(database: Database, holder: str) -> bool:
    async with database.begin() as session:
        return await holds_lease(session, STORY, holder)


async def test_one_holds_it_and_renews_it_and_no_other(database: Database) -> None:
    assert await take(database, "one")
    assert await take(database, "one")
    assert not await take(database, "two")
    assert (await holds(database, "one"), await holds(database, "two")) == (True, False)
    async with database.begin() as session:
        assert await take_lease(session, "another story", "two", 15.0)
        assert not await holds_lease(session, "another story", "one")


async def test_who_can_be_alone_takes_the_lease_of_a_dead_process(database: Database) -> None:
    assert await take(database, "one")
    async with database.begin() as session:
        assert await take_lease(session, STORY, "two", 15.0, is_alone=True)
    assert (await holds(database, "one"), await holds(database, "two")) == (False, True)


async def test_a_process_that_does_not_renew_its_lease_loses_it(database: Database) -> None:
    assert await take(database, "one")
    assert not await take(database, "two")
    assert await take(database, "one", 0.0)  # renewed for the last time, and over at once
    assert not await holds(database, "one")
    assert await take(database, "two")
    assert not await take(database, "one")


async def test_a_process_gives_up_only_its_own_lease(database: Database) -> None:
    await take(database, "one")
    async with database.begin() as session:
        await drop_lease(session, STORY, "two")
        await drop_lease(session, "another story", "one")
    assert await holds(database, "one")
    async with database.begin() as session:
        await drop_lease(session, STORY, "one")
    assert await take(database, "two")


async def test_of_many_who_want_it_at_once_one_gets_it(database: Database, database_url: str) -> None:
    other = Database(database_url)
    holders = {f"process {number}": (database, other)[number % 2] for number in range(8)}
    taken = await asyncio.gather(*(take(where, holder) for holder, where in holders.items()))
    await other.close()
    assert sum(taken) == 1


@pytest.mark.parametrize("database_url", ["postgres_url"], indirect=True)
async def test_a_process_that_freezes_in_mid_transaction_keeps_nobody_waiting(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.database._IDLE_IN_TRANSACTION_S", 1)
    frozen = Database(database_url)
    assert await take(frozen, "one", 0.5)

    async def freeze() -> None:
        async with frozen.begin() as session:
            await session.execute(text("SELECT 1 FROM leases FOR UPDATE"))  # as who claims does, and then nothing more
            async with asyncio.timeout(10):
                assert await take(database, "two")
            await session.execute(text("SELECT 1"))

    with pytest.raises(DatabaseError, match="lost the database"):
        await freeze()
    assert not await take(frozen, "one")
    await frozen.close()


async def test_it_is_the_database_s_clock_that_counts(database: Database) -> None:
    await take(database, "one", 60.0)
    on_postgresql = not database.is_sqlite
    now = "extract(epoch FROM clock_timestamp())" if on_postgresql else "(julianday('now') - 2440587.5) * 86400"
    async with database.begin() as session:
        left = await session.scalar(text(f"SELECT expires - {now} FROM leases"))  # noqa: S608 - our own words
    assert left is not None
    assert 55 < float(left) <= 60.01


async def test_on_postgresql_no_process_takes_the_lease_during_a_claim(postgres_url: str) -> None:
    database = Database(postgres_url)
    await take(database, "one", 1.0)
    async with database.begin() as session:
        assert await holds_lease(session, STORY, "one")
        await asyncio.sleep(1.1)
        taking = asyncio.create_task(take(database, "two"))  # it has expired meanwhile
        await asyncio.sleep(0.2)
        assert not taking.done()
    assert await taking
    await database.close()
