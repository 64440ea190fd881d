"""robots.txt: what a site allows robots to ask for (RFC 9309)."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from protego import Protego

from bot.fetching.values import Answer, FetchError, FetchFault

ROBOT = "Mujaz"  # the name by which rules for this robot are found
MOST_BYTES = 512 * 1024  # what is longer is cut; the RFC asks for 500 KiB at least
_SHORTEST, _LONGEST = 600.0, 86_400.0  # seconds that rules are kept; the RFC allows a day
_UNREACHABLE = 60.0  # seconds until a site that cannot be reached is tried again
_REMEMBERED = 2_000  # sites

FetchRobots = Callable[[str], Awaitable[Answer]]
"""Fetches a robots.txt by its address; raises FetchError."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says."""

    allows: Protego | None  # None: everything is allowed
    until: float  # when it is read again
    failure: FetchError | None = None  # why nothing may be asked until then

    def check(self, url: str) -> None:
        """Check that an address may be asked.

        :raises FetchError: if it may not.
        """
        if self.failure:
            wait = timedelta(seconds=max(0.0, self.until - time.monotonic()))
            raise FetchError(self.failure.reason, str(self.failure), retry_after=wait)
        if self.allows and not self.allows.can_fetch(url, ROBOT):
            raise FetchError(FetchFault.FORBIDDEN_BY_ROBOTS, "robots.txt forbids this address to robots")

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for."""
        return (self.allows.crawl_delay(ROBOT) or 0.0) if self.allows else 0.0


class Robots:
    """The rules of the sites that were asked last."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Rules] = OrderedDict()
        self._reading: dict[str, asyncio.Lock] = {}

    async def find_rules(self, origin: str, fetch: FetchRobots) -> Rules:
        """Return the rules of a site; read them if they are not known, or too old.

        If the site refuses to give them (4xx), everything is allowed. If it fails (5xx), nothing is, for ten minutes.
        If it cannot be reached, its failure is that of every address of it, for a minute.

        :param origin: scheme, host and port.
        """
        rules = self._known.get(origin)
        if rules is None or rules.until < time.monotonic():
            lock = self._reading.setdefault(origin, asyncio.Lock())
            try:
                async with lock:
                    rules = self._known.get(origin)
                    if rules is None or rules.until < time.monotonic():
                        rules = self._known[origin] = await _read_rules(origin, fetch)
            finally:
                self._reading.pop(origin, None)
        self._known.move_to_end(origin)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return rules


async def _read_rules(origin: str, fetch: FetchRobots) -> Rules:
    try:
        answer = await fetch(f"{origin}/robots.txt")
    except FetchError as error:
        return _judge_failure(error)
    fresh = answer.fresh_for.total_seconds() if answer.fresh_for else _LONGEST
    rules = Protego.parse(answer.body.decode("utf-8", "replace"))
    return Rules(rules, time.monotonic() + min(max(fresh, _SHORTEST), _LONGEST))


def _judge_failure(error: FetchError) -> Rules:
    """Return what is allowed if a robots.txt cannot be read (RFC 9309, section 2.3.1)."""
    now, status = time.monotonic(), error.status or 0
    wait = error.retry_after.total_seconds() if error.retry_after else 0.0
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failure = FetchError(FetchFault.FORBIDDEN_BY_ROBOTS, f"robots.txt cannot be read: it answers {status}")
        return Rules(None, now + min(max(wait, _SHORTEST), _LONGEST), failure)
    if status or error.reason in {FetchFault.TOO_MANY_REDIRECTS, FetchFault.UNREADABLE}:
        return Rules(None, now + _LONGEST)
    return Rules(None, now + min(max(wait, _UNREACHABLE), _LONGEST), error)
