"""How often a host is asked: one request at a time, and a distance between two."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.fetching.values import FetchError, FetchFault

_REMEMBERED = 10_000  # hosts


@dataclass(slots=True)
class _Turn:
    """Whose turn it is at one host, and when."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # before it no request begins
    closed_until: float = 0.0  # before it every request is given up
    waiting: int = 0


class Pace:
    """The turns of all hosts.

    :param longest_wait: seconds after which a request is given up instead of waiting for its turn.
    :param monotonic: returns seconds that never go back.
    """

    def __init__(self, longest_wait: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._longest_wait = longest_wait
        self._monotonic = monotonic
        self._turns: OrderedDict[str, _Turn] = OrderedDict()

    @asynccontextmanager
    async def turn(self, host: str, distance: float) -> AsyncIterator[None]:
        """Wait for the turn at a host, and hold it; then so many seconds pass before the next one begins.

        :raises FetchError: if the host has asked for a pause, or its turn comes too late.
        """
        turn = self._find(host)
        turn.waiting += 1
        try:
            self._check(turn)
            async with turn.lock:
                self._check(turn)
                await asyncio.sleep(max(0.0, turn.free_at - self._monotonic()))
                try:
                    yield
                finally:
                    turn.free_at = self._monotonic() + distance
        finally:
            turn.waiting -= 1

    def check(self, host: str) -> None:
        """Check that a host has not asked for a pause.

        :raises FetchError: if it has.
        """
        if host in self._turns:
            self._check(self._turns[host])

    def close(self, host: str, pause: timedelta) -> None:
        """Leave a host alone for a while, because it has asked for that."""
        self._find(host).closed_until = self._monotonic() + pause.total_seconds()

    def _check(self, turn: _Turn) -> None:
        now = self._monotonic()
        pause = turn.closed_until - now
        if pause <= 0 and turn.free_at - now > self._longest_wait:
            pause = turn.free_at - now
        if pause > 0:
            raise FetchError(
                FetchFault.HOST_WAITS,
                f"the host asks for a pause, {pause:.0f} s more of it",
                retry_after=timedelta(seconds=pause),
            )

    def _find(self, host: str) -> _Turn:
        """Return the turn of a host; forget the host that was asked longest ago if there are too many."""
        turn = self._turns.setdefault(host, _Turn())
        self._turns.move_to_end(host)
        if len(self._turns) > _REMEMBERED:
            oldest, idle = next(iter(self._turns.items()))
            if not idle.waiting and max(idle.free_at, idle.closed_until) < self._monotonic():
                del self._turns[oldest]
        return turn
