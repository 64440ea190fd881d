"""The database: connections, transactions and errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.engine import sqlite
from storage.engine.sole_sender import InUseError, SoleSender
from storage.migrations import UnknownRevisionError, upgrade

Session = AsyncSession  # of a transaction; code outside storage passes it on and does nothing else with it

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_MIGRATION_LOCK = 0x6D756A617A  # "mujaz": PostgreSQL's advisory locks are numbers
_LOCK_TIMEOUT_S = 30
_READERS = 4  # connections to an SQLite file that only read
# A process that freezes, or loses its connection, during a transaction keeps its locks. PostgreSQL ends the transaction
# after this time. It is shorter than a lease, so that another process can go on.
_IDLE_IN_TRANSACTION_S = 10
# Codes of PostgreSQL: read-only, a lock not available, no room, ended by an operator or a time limit, a failing system
_TROUBLES = ("25006", "55P03", "53", "57", "58")


class DatabaseError(Exception):
    """The database cannot be used. The message is one clear line, without the password."""


class Database:
    """An SQLite file or a PostgreSQL database, and the transactions on it.

    Raises ``DatabaseError`` if the URL names neither. Nothing is opened before ``migrate`` or ``begin``.

    :param session_name: what PostgreSQL calls the sessions of this process: ``application_name``, 63 letters at most.
    """

    def __init__(self, url: str, session_name: str = "mujaz") -> None:
        self._url = _parse(url)
        self._engine = _create_engine(self._url, session_name)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._reading = _create_reading_engine(self._url) or self._engine
        self._reading_sessions = async_sessionmaker(self._reading, expire_on_commit=False)
        self._sole_sender = SoleSender(Path(str(self._url.database)))

    async def migrate(self) -> None:
        """Bring the schema up to date; create the file and its folder for SQLite. Several processes may do so."""
        if self.is_sqlite:
            self._prepare_file()
        async with self.begin() as session:
            if not self.is_sqlite:
                await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            connection = await session.connection()
            try:
                await connection.run_sync(upgrade)
            except UnknownRevisionError as error:
                raise DatabaseError(
                    f"{self._name} was written by a newer version of Mujaz (schema {error}): update Mujaz"
                ) from error

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Begin a transaction: it is committed at the end of the block, and rolled back on an error.

        Never await the network inside the block: on SQLite a transaction holds the only write lock.
        """
        async with self._open(self._sessions) as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Begin a transaction that only reads. It waits for no writer, and sees all that was committed before."""
        async with self._open(self._reading_sessions) as session:
            yield session

    @asynccontextmanager
    async def _open(self, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
        async with sessions() as session:
            try:
                await session.connection()
            # asyncpg takes the URL's options as keywords and raises TypeError for an unknown one.
            except (OSError, TypeError, DBAPIError, PoolTimeoutError, asyncpg.PostgresError) as error:
                raise self._trouble("cannot open", error) from error
            try:
                yield session
                await session.commit()
            except DBAPIError as error:
                if not _is_of_database(error):
                    raise
                raise self._trouble("lost", error) from error

    def claim_sending(self) -> None:
        """Become the only process that sends from this SQLite file, until ``close`` or until the process dies.

        On PostgreSQL any number of processes may run, and the lease decides which of them sends.

        :raises DatabaseError: if another process sends from this file.
        """
        if not self.is_sqlite:
            return
        self._prepare_file()
        try:
            self._sole_sender.acquire()
        except InUseError as error:
            raise DatabaseError(
                f"another process sends from {self._name}: stop it first (an SQLite file has one sender;"
                " PostgreSQL lets several processes run)"
            ) from error
        except PermissionError as error:
            raise DatabaseError(str(error)) from error
        except OSError as error:
            raise self._trouble("cannot lock", error) from error

    @property
    def sends_alone(self) -> bool:
        """Return whether ``claim_sending`` made sure that no other process sends."""
        return self._sole_sender.is_held

    async def close(self) -> None:
        """Close every connection, and let other processes send."""
        await self._engine.dispose()
        await self._reading.dispose()
        self._sole_sender.release()

    @property
    def file(self) -> Path | None:
        """Return the SQLite file; None for PostgreSQL."""
        return Path(str(self._url.database)) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Return whether the database is an SQLite file."""
        return self._engine.dialect.name == "sqlite"

    @property
    def _name(self) -> str:
        if self.is_sqlite:
            return f"the database {self._url.database}"
        return f"the database {self._url.database} on {self._url.host or 'its socket'}"

    def _prepare_file(self) -> None:
        """Create the folder of an SQLite file; take the rights of others on the file away."""
        path = Path(str(self._url.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            sqlite.take_rights_away(path)
        except OSError as error:
            raise self._trouble("cannot create the folder of", error) from error

    def _trouble(self, what: str, error: Exception) -> DatabaseError:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        reason = next(iter(str(cause).splitlines()), "") or type(cause).__name__
        return DatabaseError(f"{what} {self._name}: {reason}")


def _is_of_database(error: DBAPIError) -> bool:
    """Return whether the database is in trouble. Other errors (integrity, data, programming) are mistakes of ours."""
    # If PostgreSQL ends a connection during a statement, as in a restart, the error has no class of its own.
    if error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError, InternalError)):
        return True
    # Nor if it refuses to write, or ends what takes too long; its codes say so.
    return str(getattr(error.orig, "sqlstate", "")).startswith(_TROUBLES)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # No `from`: the text that could not be parsed may hold a password.
        raise DatabaseError(
            "the database URL cannot be read: use sqlite:///mujaz.db or postgresql://user:password@host/name"
        ) from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise DatabaseError(f"the database URL begins with {parsed.drivername}://: use sqlite:/// or postgresql://")
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseError("the database URL names no database: use sqlite:///mujaz.db or postgresql://host/name")
    if driver.startswith("sqlite") and (path := url.partition("://")[2]).startswith("/"):
        # The path as it is written: it may hold «?» and «%», and SQLite has no options here.
        return parsed.set(drivername=driver, database=path[1:], query={})
    query = dict(parsed.query)
    if driver.startswith("postgresql") and "sslmode" in query:
        query["ssl"] = query.pop("sslmode")  # hosting providers use libpq's name; asyncpg has another
    return parsed.set(drivername=driver, query=query)


def _create_engine(url: URL, session_name: str) -> AsyncEngine:
    if url.drivername.startswith("postgresql"):
        settings = {
            "application_name": session_name,
            "idle_in_transaction_session_timeout": f"{_IDLE_IN_TRANSACTION_S}s",
        }
        return create_async_engine(url, pool_pre_ping=True, connect_args={"server_settings": settings})
    # One connection: tasks wait for it in order, instead of polling for the write lock of the file.
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_LOCK_TIMEOUT_S,
        async_creator=lambda: sqlite.Connection(str(url.database), _LOCK_TIMEOUT_S),
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    # SQLite may refuse the first write of a transaction that began with reading (SQLITE_BUSY). So all transactions
    # begin as writers.
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _create_reading_engine(url: URL) -> AsyncEngine | None:
    """Create the engine for readers of an SQLite file, who wait for no writer in WAL mode. None for PostgreSQL."""
    if url.drivername.startswith("postgresql"):
        return None
    engine = create_async_engine(
        url,
        pool_size=_READERS,
        max_overflow=0,
        pool_timeout=_LOCK_TIMEOUT_S,
        async_creator=lambda: sqlite.Connection(str(url.database), _LOCK_TIMEOUT_S),
    )
    event.listen(engine.sync_engine, "connect", _set_up_reader)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _set_up_reader(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # Python's driver begins no transactions of its own
    cursor = connection.cursor()
    # FULL: with NORMAL a power cut could undo a claim after its message was sent.
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
