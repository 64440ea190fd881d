"""The play that most conversations are: the five articles of the preview's tests, on the morning of 6 January 2022."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.preview.run import SAMPLES
from storage.database import Database
from tests.conversations.play import Play, on, open_play


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to copy: making them takes longer than most conversations."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"

    async def migrate() -> None:
        database = Database(f"sqlite:///{path}")
        await database.migrate()
        await database.close()

    asyncio.run(migrate())
    return path


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    """An SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'mujaz.db')}"


@pytest.fixture
async def play(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story begins: one article has been read, four are to come."""
    async with open_play(sqlite_url) as play:
        yield play


@pytest.fixture
async def late(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story ends: all the sample articles have been read."""
    async with open_play(sqlite_url, SAMPLES, on(14, 9)) as play:
        yield play
