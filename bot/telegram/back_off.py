"""Loops that meet errors: how long they wait, and how often they say so in the log."""

import logging
import random
import time
from collections.abc import Callable

_LOG_AGAIN_S = 600.0  # until the same failure is logged again, with the count of those in between
_KEPT = 200  # kinds of failures


class Repeats:
    """Which of many equal failures are logged: the first, then one every ten minutes.

    :param clock: returns seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._logged: dict[str, tuple[float, int]] = {}  # when the kind was logged last, and how often it came since

    def count(self, kind: str) -> int:
        """Count a failure; return how many of its kind came since the last line, or 0 if none is to be logged now."""
        now = self._clock()
        logged, since = self._logged.get(kind, (None, 0))
        if logged is not None and now - logged < _LOG_AGAIN_S:
            self._logged[kind] = logged, since + 1
            return 0
        if len(self._logged) >= _KEPT:
            self._logged.clear()
        self._logged[kind] = now, 0
        return since + 1


class BackOff:
    """The waits of one loop: each failure doubles the wait up to a limit, and a success ends it.

    :param name: what the log calls the loop.
    :param longest: seconds.
    :param spread: returns a number from 0 to 1; two processes shall not try at the same moment.
    """

    def __init__(
        self,
        name: str,
        logger: logging.Logger,
        *,
        first: float = 1.0,
        longest: float = 60.0,
        spread: Callable[[], float] = random.random,  # noqa: S311 - no secret
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._logger = name, logger
        self._first, self._longest = first, longest
        self._spread = spread
        self._repeats = Repeats(clock)
        self.failures = 0  # since the last success

    def fail(self, error: BaseException, *, at_least: float = 0.0, with_traceback: bool = False) -> float:
        """Count and log a failure; return the seconds to wait, at least so many.

        A failure with other words is logged, too, but no more than one line for each kind of words in ten minutes.
        """
        self.failures += 1
        wait = max(at_least, double_wait(self.failures, self._first, self._longest, self._spread()))
        reason = describe(error)
        if count := self._repeats.count(f"{type(error).__name__} {reason[:40]}"):
            trace = error if with_traceback and count == 1 else None
            times = f" ({count} times since the last line)" if count > 1 else ""
            self._logger.warning("%s failed%s; retrying: %s", self._name, times, reason, exc_info=trace)
        return wait

    def succeed(self) -> None:
        """End the waits; say so if there were several failures."""
        if self.failures > 1:
            self._logger.warning("%s works again after %d failures", self._name, self.failures)
        self.failures = 0


def double_wait(failures: int, first: float, longest: float, spread: float) -> float:
    """Return the wait after so many failures in a row: each doubles the first wait, up to the longest.

    :param spread: a random number from 0 to 1: 0 shortens the wait by a quarter, 1 leaves it.
    """
    return min(longest, first * 2.0 ** min(failures - 1, 30)) * (0.75 + 0.25 * spread)


def describe(error: BaseException) -> str:
    """Return an error in one short line."""
    first = next(iter(str(error).splitlines()), "")
    return first[:300] or type(error).__name__
