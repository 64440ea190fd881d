"""The private parts of aiosqlite that our connection uses have not moved."""

import inspect
import threading
from importlib.metadata import version
from pathlib import Path

import aiosqlite

from storage.engine import sqlite

ROOT = Path(__file__).parents[3]
MOVED = (
    "storage/engine/sqlite.py relies on this private part of aiosqlite, which has moved in the installed version: "
    "adapt sqlite.py to the new version, then pin that version in requirements/run.in"
)


async def test_the_private_parts_of_aiosqlite_are_in_their_places(tmp_path: Path) -> None:
    connection = sqlite.Connection(str(tmp_path / "new.db"), 1.0)
    assert isinstance(getattr(connection, "_thread", None), threading.Thread), f"_thread: {MOVED}"
    execute = getattr(aiosqlite.Connection, "_execute", None)
    assert inspect.iscoroutinefunction(execute), f"_execute: {MOVED}"
    assert [*inspect.signature(execute).parameters][:2] == ["self", "fn"], f"_execute: {MOVED}"
    async with connection:
        assert type(getattr(connection, "_conn", None)).__name__ == "Connection", f"_conn: {MOVED}"
        cursor = await connection.cursor().execute("SELECT 1, 'two'")
        assert await cursor.fetchall() == [(1, "two")]


def test_the_version_of_aiosqlite_is_pinned() -> None:
    wanted = (ROOT / "requirements" / "run.in").read_text("utf-8")
    assert f"aiosqlite=={version('aiosqlite')} " in wanted, "requirements/run.in pins another version of aiosqlite"
