import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import StatementError

from storage.engine.database import Database, DatabaseError
from storage.news.articles import list_articles, save_articles
from storage.schema.base import Base
from tests.factories import NOW, STORY, make_article, make_subscriber


@pytest.fixture(params=["sqlite_url", "bare_postgres_url"])
def bare_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database without tables."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mujaz.db", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql://host:port/mujaz", "cannot be read"),
        ("mysql://root:hunter2@host/mujaz", "mysql://"),
        ("postgresql+psycopg://root:hunter2@host/mujaz", r"postgresql\+psycopg://"),
        ("sqlite://", "names no database"),
        ("sqlite:///:memory:", "names no database"),
        ("postgresql://root:hunter2@host", "names no database"),
    ],
)
def test_a_wrong_url_is_refused_in_one_line(url: str, told: str) -> None:
    with pytest.raises(DatabaseError, match=told) as error:
        Database(url)
    assert "\n" not in str(error.value)
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://reader:hunter2@127.0.0.1:1/mujaz",
        "postgres://reader:hunter2@127.0.0.1:1/mujaz?sslmode=disable",
        "postgresql+asyncpg://reader:hunter2@127.0.0.1:1/mujaz?unheard_of=1",
    ],
)
async def test_a_server_that_cannot_be_reached_is_told_in_one_line(url: str) -> None:
    database = Database(url)
    with pytest.raises(DatabaseError, match=r"cannot open the database mujaz on 127\.0\.0\.1: \S") as error:
        await database.migrate()
    assert "\n" not in str(error.value)
    assert "hunter2" not in str(error.value)
    await database.close()


async def test_the_folder_of_the_file_is_created(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/new folder/100%/mujaz.db")
    await database.migrate()
    await database.close()
    assert (tmp_path / "new folder" / "100%" / "mujaz.db").is_file()


async def test_a_folder_that_cannot_be_created_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    database = Database(f"sqlite:///{tmp_path}/taken/mujaz.db")
    with pytest.raises(DatabaseError, match="cannot create the folder"):
        await database.migrate()
    await database.close()


async def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("ملاحظات\n" * 1000, encoding="utf-8")
    database = Database(f"sqlite:///{tmp_path}/notes.txt")
    with pytest.raises(DatabaseError, match=r"notes\.txt: file is not a database"):
        await database.migrate()
    await database.close()


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    def is_common(name: str | None, *_: object) -> bool:
        return not (name or "").startswith("search_index")  # of each engine's own kind

    def compare(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"include_name": is_common})
        return compare_metadata(context, Base.metadata)

    async with database.begin() as session:
        connection = await session.connection()
        assert await connection.run_sync(compare) == []


async def test_two_processes_may_migrate_at_once(bare_url: str) -> None:
    both = Database(bare_url), Database(bare_url)
    await asyncio.gather(*(database.migrate() for database in both))
    for database in both:
        async with database.begin() as session:
            assert await list_articles(session, STORY) == ()
        await database.close()


async def test_a_database_of_a_newer_version_is_refused_untouched(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=r"newer version of Mujaz \(schema 9999\)"):
        await database.migrate()


async def test_an_error_in_the_block_rolls_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _save_and_fail(database)
    async with database.begin() as session:
        assert await list_articles(session, STORY) == ()


async def test_a_task_that_is_cancelled_gives_the_database_back(database: Database) -> None:
    async def hold() -> None:
        async with database.begin() as session:
            await save_articles(session, STORY, [make_article()], NOW)
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.begin() as session:
        assert await list_articles(session, STORY) == ()


async def test_a_server_that_restarts_is_found_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(DatabaseError, match="lost the database"):
        await _list_while_the_server_restarts(database, postgres_url)
    async with database.begin() as session:
        assert await list_articles(session, STORY) == ()
    await database.close()


@pytest.mark.parametrize(
    ("setting", "statement", "told"),
    [
        (
            "default_transaction_read_only = on",
            "DELETE FROM articles",
            "cannot execute DELETE in a read-only transaction",
        ),
        ("statement_timeout = '50ms'", "SELECT pg_sleep(5)", "canceling statement due to statement timeout"),
        ("lock_timeout = '50ms'", "LOCK TABLE articles", "canceling statement due to lock timeout"),
    ],
)
async def test_a_database_that_refuses_to_work_is_in_trouble(
    postgres_url: str, setting: str, statement: str, told: str
) -> None:
    database, other = Database(postgres_url), Database(postgres_url)
    async with other.begin() as holding:
        await holding.execute(text("LOCK TABLE articles IN ACCESS SHARE MODE"))
        async with database.begin() as session:
            await session.execute(text(f"SET {setting}"))
        with pytest.raises(DatabaseError, match=f"lost the database .*: {told}"):
            async with database.begin() as session:
                await session.execute(text(statement))
    await database.close()
    await other.close()


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with database.begin() as session:
        with pytest.raises(StatementError, match="the time has no zone"):
            await make_subscriber(session, next_due_at=datetime(2022, 1, 7, 8, 0))  # noqa: DTZ001 - the point


async def test_sqlite_is_set_up_to_be_safe_and_quick(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.begin() as session:
        found = {
            name: await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


async def test_another_writer_of_the_file_is_waited_for(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.migrate()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(_save(database))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.execute("COMMIT")
        assert await waiting == ("a1",)
    await database.close()


async def _save(database: Database) -> tuple[str, ...]:
    async with database.begin() as session:
        return await save_articles(session, STORY, [make_article()], NOW)


async def _save_and_fail(database: Database) -> None:
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article()], NOW)
        raise ZeroDivisionError


async def _list_while_the_server_restarts(database: Database, url: str) -> None:
    async with database.begin() as session:
        await _end_connections(url)
        await list_articles(session, STORY)


async def _end_connections(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()
