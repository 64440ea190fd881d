"""Backup of an SQLite database in use, and restoring it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine.database import Database, DatabaseError
from storage.engine.sqlite import make_private

_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def back_up(database: Database, target: Path) -> None:
    """Copy the database into a new file; readers and writers go on meanwhile.

    :raises DatabaseError: for PostgreSQL, which has pg_dump, and if a file cannot be read or written.
    """
    source = _require_file(database)
    if target.exists():
        raise DatabaseError(f"{target} exists already: a backup never overwrites a file")
    _check(source)
    _copy(source, target)


def restore(database: Database, source: Path) -> Path | None:
    """Replace the database with a backup; return where the previous database was kept, if there was one.

    Nobody can read or write the database meanwhile: what another process stores is in the kept copy, or comes after.

    :raises DatabaseError: if the file is no backup, or if another process uses the database.
    """
    target = _require_file(database)
    _check(source)
    is_new = not target.exists()
    database.claim_sending()
    if is_new:
        _copy(source, target)
        return None
    kept = _find_free_name(target)
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as connection:
            _lock_others_out(connection)
            _copy_from(connection, kept)
            with closing(sqlite3.connect(source)) as backup:
                backup.backup(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _IN_USE:
            raise DatabaseError(f"another process uses {target}: stop it first") from error
        raise DatabaseError(f"cannot restore {target}: {error}") from error
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot restore {target}: {error}") from error
    return kept


def _lock_others_out(connection: sqlite3.Connection) -> None:
    """Lock the database for this connection alone, until the connection is closed."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = DELETE")  # refused while another connection is open
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def _require_file(database: Database) -> Path:
    if database.file is None:
        raise DatabaseError("this command is for SQLite: use pg_dump and pg_restore for PostgreSQL")
    return database.file


def _check(path: Path) -> None:
    """Raise ``DatabaseError`` unless the file is an intact database of Mujaz."""
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            [[finding]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} is not a database of Mujaz: {error}") from error
    if finding != "ok":
        raise DatabaseError(f"{path} is damaged: {finding}")


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old:
            _copy_from(old, target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise DatabaseError(f"cannot copy {source} to {target}: {error}") from error


def _copy_from(old: sqlite3.Connection, target: Path) -> None:
    make_private(target)
    with closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself


def _find_free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    return name
