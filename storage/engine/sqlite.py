"""An aiosqlite connection that visits its thread once for a statement, not four times. A visit takes longer than most
statements.

The connection uses private parts of aiosqlite: ``_conn``, ``_execute`` and ``_thread``. So requirements/run.in pins the
version, and tests/storage/engine/test_sqlite.py says which part has moved.
"""

import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiosqlite

_LOGGER = logging.getLogger(__name__)

OURS_ALONE = 0o600  # chat ids and what people read are nobody else's business
_Parameters = Sequence[Any] | Mapping[str, Any]


def make_private(path: str | Path) -> None:
    """Create a file that only its owner can read, if there is none; SQLite gives its WAL the same rights.

    A file that exists is not opened: closing it would drop the locks of this process's connections to it.
    """
    with suppress(OSError):  # then SQLite says why the file cannot be opened
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OURS_ALONE))


def take_rights_away(path: Path) -> None:
    """Keep others than the owner from a database that an older version or another program created; log it.

    :raises OSError: if the file system fails. That the file belongs to another user is logged, and no error.
    """
    for file in (path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", "-journal"))):
        if os.name != "posix" or not file.exists() or not (rights := file.stat().st_mode & 0o077):
            continue
        try:
            file.chmod(OURS_ALONE)
        except PermissionError:
            _LOGGER.warning("%s can be read or written by others (%03o), and belongs to another user", file, rights)
        else:
            _LOGGER.warning("%s could be read or written by others (%03o); now its owner alone can", file, rights)


def _connect(path: str, timeout: float) -> sqlite3.Connection:
    make_private(path)
    return sqlite3.connect(path, timeout=timeout)


class Connection(aiosqlite.Connection):
    """A connection for SQLAlchemy's dialect of aiosqlite. Its cursors open, fetch and close without its thread."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__(lambda: _connect(path, timeout), iter_chunk_size=64)
        self._thread.daemon = True  # a process that fails does not wait for the thread

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """Return a new cursor."""
        return Cursor(self)

    async def run(self, method: str, sql: str, parameters: Any) -> tuple[sqlite3.Cursor, list[Any]]:
        """Run a statement in the connection's thread and fetch all its rows there."""

        def run() -> tuple[sqlite3.Cursor, list[Any]]:
            cursor: sqlite3.Cursor = getattr(self._conn, method)(sql, parameters)
            try:
                return cursor, cursor.fetchall() if cursor.description else []
            finally:
                cursor.close()

        result: tuple[sqlite3.Cursor, list[Any]] = await self._execute(run)  # type: ignore[no-untyped-call]
        return result


class Cursor:
    """The part of a cursor of aiosqlite that SQLAlchemy uses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def execute(self, sql: str, parameters: _Parameters = ()) -> Self:
        """Run a statement."""
        return self._take(*await self._connection.run("execute", sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[_Parameters]) -> Self:
        """Run a statement once for each set of parameters."""
        return self._take(*await self._connection.run("executemany", sql, parameters))

    async def fetchall(self) -> list[Any]:
        """Return the rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    def _take(self, cursor: sqlite3.Cursor, rows: list[Any]) -> Self:
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._rows = rows
        return self
