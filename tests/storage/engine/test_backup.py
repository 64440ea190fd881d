import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine.backup import back_up, restore
from storage.engine.database import Database, DatabaseError
from storage.news.articles import list_articles, save_articles
from tests.factories import NOW, STORY, make_article


async def write(database: Database, first: int, count: int) -> None:
    """Store so many articles, each in a transaction of its own."""
    for number in range(first, first + count):
        async with database.begin() as session:
            await save_articles(session, STORY, [make_article(f"a{number:04}")], NOW)


async def read(path: Path) -> list[str]:
    """Return the ids of the articles in a file."""
    database = Database(f"sqlite:///{path}")
    async with database.begin() as session:
        articles = await list_articles(session, STORY)
    await database.close()
    return [article.id for article in articles]


async def test_a_backup_is_taken_while_somebody_writes(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    await database.migrate()
    await write(database, 0, 20)
    writing = asyncio.create_task(write(database, 20, 100))
    copies = [tmp_path / f"copy-{number}.db" for number in range(3)]
    for copy in copies:
        await asyncio.to_thread(back_up, database, copy)
    await writing
    await database.close()
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]  # complete in itself
        ids = await read(copy)
        assert 20 <= len(ids) <= 120
        assert ids == [f"a{number:04}" for number in range(len(ids))]  # a moment of it, without a gap


async def test_a_restored_backup_keeps_the_previous_database(sqlite_url: str, tmp_path: Path) -> None:
    database, copy = Database(sqlite_url), tmp_path / "copy.db"
    await database.migrate()
    await write(database, 0, 1)
    back_up(database, copy)
    await write(database, 1, 1)
    await database.close()
    fresh = Database(sqlite_url)
    kept = restore(fresh, copy)
    await fresh.close()
    assert kept is not None
    assert await read(kept) == ["a0000", "a0001"]
    assert database.file is not None
    assert await read(database.file) == ["a0000"]
    assert restore(Database(sqlite_url), copy) != kept  # nothing is overwritten
    elsewhere = Database(f"sqlite:///{tmp_path}/new.db")
    assert restore(elsewhere, copy) is None
    await elsewhere.close()
    assert await read(tmp_path / "new.db") == ["a0000"]


async def test_no_backup_is_restored_under_a_running_bot(sqlite_url: str, tmp_path: Path) -> None:
    running, copy = Database(sqlite_url), tmp_path / "copy.db"
    await running.migrate()
    back_up(running, copy)
    running.claim_sending()
    with pytest.raises(DatabaseError, match="another process sends"):
        restore(Database(sqlite_url), copy)
    await running.close()


@pytest.mark.parametrize("damage", ["empty", "text", "page", "foreign"])
async def test_a_damaged_or_foreign_file_is_not_restored(sqlite_url: str, tmp_path: Path, damage: str) -> None:
    database, copy = Database(sqlite_url), tmp_path / "copy.db"
    await database.migrate()
    await write(database, 0, 50)
    await database.close()
    back_up(database, copy)
    if damage == "empty":
        copy.write_bytes(b"")
    elif damage == "text":
        copy.write_text("ملاحظات\n" * 1000, "utf-8")
    elif damage == "page":
        data = bytearray(copy.read_bytes())
        data[8192:-4096] = b"\x00" * (len(data) - 8192 - 4096)
        copy.write_bytes(data)
    else:
        copy.unlink()
        with closing(sqlite3.connect(copy)) as other:
            other.execute("CREATE TABLE notes (text)")
    with pytest.raises(DatabaseError, match=r"is not a database of Mujaz|is damaged") as error:
        restore(database, copy)
    assert "\n" not in str(error.value)
    assert database.file is not None
    assert len(await read(database.file)) == 50


async def test_a_backup_overwrites_nothing_and_needs_something(bare_sqlite_url: str, tmp_path: Path) -> None:
    database = Database(bare_sqlite_url)
    with pytest.raises(DatabaseError, match="does not exist"):
        back_up(database, tmp_path / "copy.db")
    await database.migrate()
    (tmp_path / "taken").touch()
    with pytest.raises(DatabaseError, match="exists already"):
        back_up(database, tmp_path / "taken")
    with pytest.raises(DatabaseError, match="cannot copy"):
        back_up(database, tmp_path / "no folder" / "copy.db")
    await database.close()


def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    database = Database("postgresql://host/mujaz")
    for work in (back_up, restore):
        with pytest.raises(DatabaseError, match="pg_dump"):
            work(database, tmp_path / "copy.db")


async def test_a_restore_waits_for_nobody_and_loses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """While another process has the database open, an ingest may say that it stored what a restore would drop."""
    ingest, copy = Database(sqlite_url), tmp_path / "copy.db"
    await ingest.migrate()
    back_up(ingest, copy)
    await write(ingest, 0, 1)
    restoring = Database(sqlite_url)
    with pytest.raises(DatabaseError, match="another process uses"):
        restore(restoring, copy)
    await write(ingest, 1, 1)
    await ingest.close()
    kept = restore(restoring, copy)
    await restoring.close()
    assert kept is not None
    assert await read(kept) == ["a0000", "a0001"]
    assert restoring.file
    assert await read(restoring.file) == []


@pytest.mark.parametrize("name", ["a#b.db", "a?b.db", "a%20b.db", "a b.db", "أخبار.db", "a?mode=ro.db"])
async def test_any_path_can_be_run_backed_up_and_restored(name: str, tmp_path: Path) -> None:
    folder = tmp_path / f"folder {name}"
    database, copy = Database(f"sqlite:///{folder / name}"), tmp_path / f"copy-{name}"
    await database.migrate()
    await write(database, 0, 1)
    back_up(database, copy)
    await write(database, 1, 1)
    await database.close()
    restore(database, copy)
    await database.close()
    assert database.file == folder / name
    assert await read(folder / name) == ["a0000"]


def list_rights(folder: Path) -> dict[str, int]:
    """Return what others than the owner may do with each file of a folder."""
    return {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
async def test_nobody_else_reads_the_database_its_copies_or_its_lock(tmp_path: Path) -> None:
    usual = os.umask(0o022)
    try:
        database = Database(f"sqlite:///{tmp_path / 'a.db'}")
        database.claim_sending()
        await database.migrate()
        await write(database, 0, 1)
        back_up(database, tmp_path / "copy.db")
        rights = list_rights(tmp_path)
        await database.close()
        restore(database, tmp_path / "copy.db")
        await database.close()
    finally:
        os.umask(usual)
    rights |= list_rights(tmp_path)
    assert {"a.db", "a.db-wal", "a.db.lock", "copy.db", "a.db.before-restore-1"} <= rights.keys()
    assert set(rights.values()) == {0}


async def test_a_link_to_the_database_lets_no_second_sender_in(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "a.db")
    first, second = Database(f"sqlite:///{tmp_path / 'a.db'}"), Database(f"sqlite:///{tmp_path / 'link.db'}")
    first.claim_sending()
    with pytest.raises(DatabaseError, match="another process sends"):
        second.claim_sending()
    await first.close()
    second.claim_sending()
    await second.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
async def test_an_older_database_that_others_may_read_becomes_its_owners_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    usual = os.umask(0o022)
    try:
        with closing(sqlite3.connect(tmp_path / "a.db")) as older:
            older.execute("PRAGMA journal_mode = WAL")
            older.execute("CREATE TABLE old (x)")
            assert list_rights(tmp_path) == dict.fromkeys(("a.db", "a.db-wal", "a.db-shm"), 0o044)
            database = Database(f"sqlite:///{tmp_path / 'a.db'}")
            database.claim_sending()
            await database.migrate()
            assert set(list_rights(tmp_path).values()) == {0}
            await database.close()
    finally:
        os.umask(usual)
    told = [record.getMessage() for record in caplog.records if record.name == "storage.engine.sqlite"]
    assert len(told) == 3
    assert told[0] == f"{tmp_path}/a.db could be read or written by others (044); now its owner alone can"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
async def test_a_lock_file_of_another_user_is_told_of_and_not_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "a.db.lock"
    lock.touch()
    os.chown(lock, 54321, 54321)
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(DatabaseError, match=r"a\.db\.lock belongs to another user, .*: remove it"):
        database.claim_sending()
    lock.unlink()
    database.claim_sending()
    await database.close()


@pytest.mark.skipif(os.name != "posix", reason="the lock on the database itself is POSIX's")
@pytest.mark.parametrize("trick", ["deleted lock file", "replaced lock file", "hard link"])
async def test_no_trick_with_files_lets_a_second_sender_in(tmp_path: Path, trick: str) -> None:
    first = Database(f"sqlite:///{tmp_path / 'a.db'}")
    first.claim_sending()
    await first.migrate()
    path = tmp_path / "a.db"
    if trick == "hard link":
        path = tmp_path / "other" / "b.db"
        path.parent.mkdir()
        path.hardlink_to(tmp_path / "a.db")
    else:
        (tmp_path / "a.db.lock").unlink()
    if trick == "replaced lock file":
        (tmp_path / "a.db.lock").touch()
    second = Database(f"sqlite:///{path}")
    for _ in range(2):  # being refused leaves nothing behind
        with pytest.raises(DatabaseError, match="another process sends"):
            second.claim_sending()
        assert not second.sends_alone
    await first.close()
    second.claim_sending()
    await second.close()


async def test_a_further_connection_leaves_the_locks_of_the_others(tmp_path: Path) -> None:
    """POSIX drops all locks of a process on a file when the process closes any descriptor of it."""
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    database.claim_sending()
    await database.migrate()
    async with database.begin() as session:
        await session.execute(text("SELECT 1"))
        async with database.read() as reading, database.read() as more:
            await reading.execute(text("SELECT 1"))
            await more.execute(text("SELECT 1"))
    restoring = (
        "import sqlite3; c = sqlite3.connect({path!r}, timeout=0, isolation_level=None);"
        "c.execute('PRAGMA locking_mode = EXCLUSIVE'); c.execute('PRAGMA journal_mode = DELETE')"
    ).format(path=str(tmp_path / "a.db"))
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", restoring, stderr=asyncio.subprocess.PIPE)
    _, told = await other.communicate()
    assert b"database is locked" in told
    await database.close()
