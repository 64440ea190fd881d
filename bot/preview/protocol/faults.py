"""What goes wrong: a refusal has Telegram's code and Telegram's words; and accidents, where a test asks for them."""

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
    """The preview cannot start; the message is one line for the operator."""


class ApiError(Exception):
    """A refused request: ``code`` is the HTTP status too, ``description`` is what the bot reads."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body if self.parameters is None else body | {"parameters": dict(self.parameters)}


def bad_request(reason: str) -> ApiError:
    """The request itself is wrong."""
    return ApiError(400, f"Bad Request: {reason}")


def unauthorized() -> ApiError:
    """A token that no bot has."""
    return ApiError(401, "Unauthorized")


def forbidden(reason: str) -> ApiError:
    """The chat does not let the bot write."""
    return ApiError(403, f"Forbidden: {reason}")


def not_found() -> ApiError:
    """No such method, or a path that is none of ours."""
    return ApiError(404, "Not Found")


def conflict() -> ApiError:
    """What the older of two pollers gets."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def flood(seconds: float) -> ApiError:
    """Too many requests: come again in so many seconds, which Telegram counts whole."""
    after = max(1, ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {after}", {"retry_after": after})


@dataclass(frozen=True, slots=True)
class Faults:
    """Accidents, as shares (0 to 1) of the requests; at most one of them meets a request."""

    unread: float = 0.0  # the connection is dropped before the request is read
    unprocessed: float = 0.0  # … after it was read, and nothing is done
    failed: float = 0.0  # 500, and nothing is done
    unanswered: float = 0.0  # it is done, and the connection dropped before the answer
    flooded: float = 0.0  # 429, for this request and all that come before the deadline
    flood_seconds: float = 1.0
    latency: float = 0.0  # seconds before anything is done,
    latency_spread: float = 0.0  # and up to so many more
    refused: Mapping[str, str] = field(default_factory=dict)  # words of a text → why it is a bad request
    methods: str = "send"  # what the names of the methods begin with; empty for all
    seed: int = 0


class Fate(Enum):
    """What becomes of a request."""

    WELL = auto()
    UNREAD = auto()
    UNPROCESSED = auto()
    FAILED = auto()
    UNANSWERED = auto()
    FLOODED = auto()


class Accidents:
    """Deals the faults out: the same seed deals the same fates, in the order in which requests come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self._clock = clock
        self._flooded_until = clock()
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        """From now on these; a 429 that was told goes on."""
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
        """What becomes of a request to that method, once its latency is over.

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
