"""Troubles of the installation, and which of them the operators are to be told of: once, and once when it is over."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What operators can do something about."""

    POLLING = "polling"  # messages of readers do not arrive
    DATABASE = "database"
    DISK = "disk"  # it is full
    HALT = "halt"  # Telegram asks to send nothing for long
    REFUSALS = "refusals"  # many chats refuse the bot at once
    SEARCH = "search"  # the search index cannot be made
    LOOP = "loop"  # a job fails again and again for a reason of ours


# How long a trouble lasts before anybody is told: a hiccup is nobody's business.
_TOLD_AFTER_S = {Trouble.POLLING: 90.0, Trouble.DATABASE: 30.0, Trouble.SEARCH: 30.0, Trouble.LOOP: 90.0}
_OVER_AFTER_S = 150.0  # without another sign; longer than the longest wait between two attempts
_OF_DATABASE = {"storage", "sqlalchemy", "sqlite3", "asyncpg"}  # packages whose errors are the database's
_NO_ROOM = ("disk is full", "no space left", "disk full")


def is_of_database(error: BaseException) -> bool:
    """Return whether an error is the database's, or its driver's."""
    return type(error).__module__.partition(".")[0] in _OF_DATABASE


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operators are to be told now."""

    trouble: Trouble
    reason: str
    is_over: bool
    minutes: int  # that it has lasted


@dataclass(slots=True)
class _Case:
    since: float
    last: float
    reason: str
    is_told: bool = False


class Troubles:
    """The troubles of the last minutes.

    :param clock: returns seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cases: dict[Trouble, _Case] = {}

    def note(self, trouble: Trouble, reason: str, lasts: float = 0.0) -> None:
        """Note a sign of a trouble.

        :param lasts: the seconds that the trouble will surely last.
        """
        now = self._clock()
        case = self._cases.setdefault(trouble, _Case(now, now, reason))
        case.last = max(case.last, now + lasts)

    def note_error(self, error: BaseException, where: str) -> None:
        """Note an error of the database or its driver, or any other error of a job; a full disk is its own trouble."""
        reason = next(iter(str(error).splitlines()), "")[:200] or type(error).__name__
        if not is_of_database(error):
            self.note(Trouble.LOOP, f"{where}: {type(error).__name__}")
            return
        no_room = any(words in str(error).lower() for words in _NO_ROOM)
        self.note(Trouble.DISK if no_room else Trouble.DATABASE, reason)

    def list_notices(self) -> list[Notice]:
        """Return what the operators are to be told. Mark each with ``mark_told`` when somebody was reached."""
        now, notices = self._clock(), []
        for trouble, case in list(self._cases.items()):
            lasted = max(0.0, min(now, case.last) - case.since)
            is_over = now - case.last > _OVER_AFTER_S
            matters = case.is_told or lasted >= _TOLD_AFTER_S.get(trouble, 0.0)
            if is_over and not matters:
                del self._cases[trouble]
            elif matters and case.is_told == is_over:
                notices.append(Notice(trouble, case.reason, is_over, max(1, round(lasted / 60))))
            elif is_over:  # nobody could be told while it lasted
                notices.append(Notice(trouble, case.reason, True, max(1, round(lasted / 60))))
        return notices

    def mark_told(self, notice: Notice) -> None:
        """Remember that somebody was told."""
        if notice.is_over:
            self._cases.pop(notice.trouble, None)
        elif case := self._cases.get(notice.trouble):
            case.is_told = True
