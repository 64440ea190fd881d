"""Make sure that one process only sends from an SQLite file, by whatever name the file was reached."""

import os
import sys
from pathlib import Path

import filelock

from storage.engine.sqlite import OURS_ALONE, make_private

if sys.platform != "win32":
    import fcntl


class InUseError(Exception):
    """Another process sends from the file."""


class SoleSender:
    """The right to send from an SQLite file. The system takes it back when the process dies, however it dies.

    Two locks are held: on a file beside the database, which older versions and Windows know, too; and on the database
    itself, so that neither a deleted lock file nor a second name of the database lets a second sender in. SQLite's own
    locks are of another kind, and are left alone. A file system without such locks has the first only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = filelock.FileLock(f"{os.path.realpath(path)}.lock", blocking=False, mode=OURS_ALONE)
        self._held: int | None = None  # a descriptor of the database; closing it drops SQLite's locks as well

    @property
    def is_held(self) -> bool:
        """Return whether this process has the right."""
        return self._lock.is_locked

    def acquire(self) -> None:
        """Take the right; create the database if it does not exist.

        :raises InUseError: if another process has it.
        :raises PermissionError: if the lock file belongs to another user, who could keep the bot from starting.
        :raises OSError: if a file cannot be opened.
        """
        if self.is_held:
            return
        self._check_lock_file()
        try:
            self._lock.acquire()
        except filelock.Timeout:
            raise InUseError from None
        try:
            self._hold_database()
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        """Give the right back. Close SQLite's connections before."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
        self._lock.release()

    def _check_lock_file(self) -> None:
        """Keep a lock file that others may open from being held by them."""
        path = Path(self._lock.lock_file)
        if not path.exists():
            return
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            raise PermissionError(f"{path} belongs to another user, who could keep the bot from starting: remove it")
        path.chmod(OURS_ALONE)

    def _hold_database(self) -> None:
        if sys.platform == "win32":
            return
        make_private(self._path)
        # Only for reading: NFS, which would make a lock of SQLite's kind, then refuses it, and nothing is in the way.
        descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise InUseError from None
        except OSError:
            os.close(descriptor)
        else:
            self._held = descriptor
