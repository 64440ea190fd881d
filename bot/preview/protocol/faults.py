"""Errors in Telegram's own codes and words, and faults that a test asks for."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from math import ceil
from random import Random
from typing import Any


class PreviewError(Exception):
    """The preview cannot start. The message is one line for the operator."""


class ApiError(Exception):
    """A refused request: ``code`` is also the HTTP status, ``description`` is what the bot reads."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body if self.parameters is None else body | {"parameters": dict(self.parameters)}


def bad_request(reason: str) -> ApiError:
    """Make the error of a wrong request."""
    return ApiError(400, f"Bad Request: {reason}")


def unauthorized() -> ApiError:
    """Make the error of an unknown token."""
    return ApiError(401, "Unauthorized")


def forbidden(reason: str) -> ApiError:
    """Make the error of a chat to which the bot may not write."""
    return ApiError(403, f"Forbidden: {reason}")


def not_found() -> ApiError:
    """Make the error of an unknown method or path."""
    return ApiError(404, "Not Found")


def conflict() -> ApiError:
    """Make the error for the older of two pollers."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def flood(seconds: float) -> ApiError:
    """Make the error of too many requests, with the seconds to wait rounded up."""
    after = max(1, ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {after}", {"retry_after": after})


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults as shares (0 to 1) of the requests; at most one fault meets a request."""

    unread: float = 0.0  # the connection is dropped before the request is read
    unprocessed: float = 0.0  # the connection is dropped after the request is read; nothing is done
    failed: float = 0.0  # the answer is 500; nothing is done
    unanswered: float = 0.0  # the request is done, and the connection is dropped before the answer
    flooded: float = 0.0  # the answer is 429, for this request and all before the deadline
    flood_seconds: float = 1.0
    latency: float = 0.0  # seconds before a request is handled
    latency_spread: float = 0.0  # up to so many seconds more
    refused: Mapping[str, str] = field(default_factory=dict)  # words of a text → the reason of a 400
    methods: str = "send"  # the beginning of the methods' names; empty for all methods
    seed: int = 0


class Fate(Enum):
    """What happens to a request."""

    WELL = auto()
    UNREAD = auto()
    UNPROCESSED = auto()
    FAILED = auto()
    UNANSWERED = auto()
    FLOODED = auto()


class Accidents:
    """Deals out faults: the same seed gives the same fates, in the order of the requests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self._clock = clock
        self._flooded_until = clock()
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        """Use these faults from now on; a running 429 goes on."""
        self.faults = faults
        self._random = Random(faults.seed)  # noqa: S311 - nothing secret
        self._shares = {
            Fate.UNREAD: faults.unread,
            Fate.UNPROCESSED: faults.unprocessed,
            Fate.FAILED: faults.failed,
            Fate.UNANSWERED: faults.unanswered,
            Fate.FLOODED: faults.flooded,
        }

    async def meet(self, method: str) -> Fate:
        """Wait for the latency of a request and return its fate.

        Raises ``ApiError`` for a 500 and a 429.
        """
        faults = self.faults
        if not method.lower().startswith(faults.methods.lower()):
            return Fate.WELL
        fate = self._draw()
        if latency := faults.latency + faults.latency_spread * self._random.random():
            await asyncio.sleep(latency)
        if (remaining := self._flooded_until - self._clock()) > 0:
            self.counts["too_early"] += 1
            raise flood(remaining)
        self.counts[fate.name.lower()] += 1
        match fate:
            case Fate.FLOODED:
                self._flooded_until = self._clock() + faults.flood_seconds
                raise flood(faults.flood_seconds)
            case Fate.FAILED:
                raise ApiError(500, "Internal Server Error")
        return fate

    def check(self, text: str) -> None:
        """Raise ``ApiError`` for a text that is to be refused."""
        for words, reason in self.faults.refused.items():
            if words in text:
                self.counts["refused"] += 1
                raise bad_request(reason)

    def _draw(self) -> Fate:
        drawn = self._random.random()
        for fate, share in self._shares.items():
            if drawn < share:
                return fate
            drawn -= share
        return Fate.WELL
