"""Backup of an SQLite database in use, and restoring it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine.database import Database, DatabaseError


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

    :raises DatabaseError: if the file is no backup, or if a bot is running on the database.
    """
    target = _require_file(database)
    _check(source)
    database.claim_sending()
    kept = None
    if target.exists():
        kept = _find_free_name(target)
        _copy(target, kept)
    fresh = target.with_name(f"{target.name}.restoring")
    fresh.unlink(missing_ok=True)
    _copy(source, fresh)
    for leftover in ("-wal", "-shm"):  # these belong to the old file
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    Path(fresh).replace(target)
    return kept


def _require_file(database: Database) -> Path:
    if database.file is None:
        raise DatabaseError("this command is for SQLite: use pg_dump and pg_restore for PostgreSQL")
    return database.file


def _check(path: Path) -> None:
    """Raise ``DatabaseError`` unless the file is an intact database of Mujaz."""
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            [[finding]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} is not a database of Mujaz: {error}") from error
    if finding != "ok":
        raise DatabaseError(f"{path} is damaged: {finding}")


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise DatabaseError(f"cannot copy {source} to {target}: {error}") from error


def _find_free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    return name
