"""aiosqlite with one visit to its thread for each statement, not four: most statements take less time than a visit."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import aiosqlite

_Parameters = Sequence[Any] | Mapping[str, Any]


class Connection(aiosqlite.Connection):
    """A connection for SQLAlchemy's dialect of aiosqlite, whose cursors open, fetch and close without its thread."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__(lambda: sqlite3.connect(path, timeout=timeout), iter_chunk_size=64)
        self._thread.daemon = True  # a process that fails does not wait for it

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """A new cursor."""
        return Cursor(self)

    async def run(self, method: str, sql: str, parameters: Any) -> tuple[sqlite3.Cursor, list[Any]]:
        """Run a statement in the connection's thread, and fetch there all that it finds."""

        def run() -> tuple[sqlite3.Cursor, list[Any]]:
            cursor: sqlite3.Cursor = getattr(self._conn, method)(sql, parameters)
            try:
                return cursor, cursor.fetchall() if cursor.description else []
            finally:
                cursor.close()

        result: tuple[sqlite3.Cursor, list[Any]] = await self._execute(run)  # type: ignore[no-untyped-call]
        return result


class Cursor:
    """What SQLAlchemy asks of a cursor of aiosqlite."""

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
        """Run a statement once for each of these."""
        return self._take(*await self._connection.run("executemany", sql, parameters))

    async def fetchall(self) -> list[Any]:
        """What the last statement found."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    def _take(self, cursor: sqlite3.Cursor, rows: list[Any]) -> Self:
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._rows = rows
        return self
