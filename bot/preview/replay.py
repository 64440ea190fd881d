"""The replay of a story: a clock that can be moved forward, and the events on the way."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from briefings.model import Article

ZONE = ZoneInfo("Asia/Riyadh")  # of the people on the page
START = datetime(2022, 1, 6, 9, tzinfo=ZONE)
_MORNING = time_of_day(8)
_NOON = time_of_day(12)
_BEAT = 1.0  # seconds between checks for arrivals while the clock runs by itself


class StoryClock:
    """A clock that begins at a given moment, and can be moved forward and stopped."""

    def __init__(self, start: datetime, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._moment = start.astimezone(UTC)
        self._since: float | None = monotonic()

    def __call__(self) -> datetime:
        """Return the present moment of the story."""
        if self._since is None:
            return self._moment
        return self._moment + timedelta(seconds=self._monotonic() - self._since)

    def move_to(self, moment: datetime) -> None:
        """Move to a moment; a moment in the past changes nothing."""
        self._moment = max(self(), moment.astimezone(UTC))
        if self._since is not None:
            self._since = self._monotonic()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the clock until the end of the block, so that every event happens at its exact moment."""
        self._moment, self._since = self(), None
        try:
            yield
        finally:
            self._since = self._monotonic()


class Newsroom(Protocol):
    """What a replay needs of the bot."""

    async def take_in(self, articles: Sequence[Article]) -> None:
        """Store new articles and compose."""

    async def next_due(self) -> datetime | None:
        """Return when the next digest of any reader is due."""

    async def deliver(self) -> None:
        """Send what is due now."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article and the moment of its arrival."""

    at: datetime
    article: Article


def plan_arrivals(articles: Iterable[Article], zone: str, start: datetime = START) -> list[Arrival]:
    """Return when each article arrives: at its publication, at noon if only the day is known, else at the start.

    :param zone: the story's zone, for that noon.
    """

    def arrival(article: Article) -> datetime:
        if article.published_at is not None:
            return article.published_at.astimezone(UTC)
        if article.published_on is not None:
            return datetime.combine(article.published_on, _NOON, ZoneInfo(zone)).astimezone(UTC)
        return start.astimezone(UTC)

    arrivals = (Arrival(arrival(each), each) for each in articles)
    return sorted(arrivals, key=lambda each: (each.at, each.article.id))


class Replay:
    """Moves the clock. Events on the way happen in order: articles arrive, digests become due."""

    def __init__(
        self,
        clock: StoryClock,
        arrivals: Sequence[Arrival],
        tell: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        self.clock = clock
        self._newsroom: Newsroom | None = None
        self._coming = list(arrivals)
        self._arrived: list[Arrival] = []
        self._recent = 0  # arrivals since the last move of the clock
        self._delivered_at = datetime.min.replace(tzinfo=UTC)
        self._moving = asyncio.Lock()
        self._tell = tell

    async def begin(self, newsroom: Newsroom) -> None:
        """Start with a bot: it takes in what has been published so far."""
        async with self._moving:
            self._newsroom = newsroom
            await self._take_in(newsroom)
            self._recent = 0
        self._show_clock()

    def end(self) -> None:
        """Forget the bot; without one the clock cannot be moved."""
        self._newsroom = None

    async def run(self, newsroom: Newsroom) -> None:
        """Let articles arrive while the clock runs by itself; the bot's own tick sends digests."""
        while True:
            await asyncio.sleep(_BEAT)
            async with self._moving:
                arrived = await self._take_in(newsroom)
            if arrived:
                self._show_clock()

    async def move(self, to: str) -> None:
        """Move the clock: by an ``hour``, to the next ``morning`` at eight, or to the ``next`` article.

        Raises ``ValueError`` for another word, if no article is left, or without a bot.
        """
        async with self._moving:
            if (newsroom := self._newsroom) is None:
                raise ValueError("no bot is running")
            target = self._find_target(to)
            self._recent = 0
            try:
                with self.clock.frozen():
                    self._show_clock()
                    await self._walk(newsroom, target)
            finally:
                self._show_clock(moving=False)

    def show(self, *, moving: bool | None = None) -> dict[str, Any]:
        """Return the clock as the page shows it."""
        return {
            "now": self.clock().isoformat(),
            "zone": ZONE.key,
            "moving": self._moving.locked() if moving is None else moving,
            "next": self._coming[0].at.isoformat() if self._coming else None,
            "recent": self._recent,
            "arrived": [
                {"at": each.at.isoformat(), "outlet": each.article.outlet, "title": _title(each.article)}
                for each in self._arrived
            ],
        }

    def _find_target(self, to: str) -> datetime:
        now = self.clock().astimezone(ZONE)
        match to:
            case "hour":
                return now + timedelta(hours=1)
            case "morning":
                return datetime.combine(now.date() + timedelta(days=1), _MORNING, ZONE)
            case "next" if self._coming:
                return self._coming[0].at
            case "next":
                raise ValueError("no article is left")
        raise ValueError(f"the clock cannot be moved to {to!r}")

    async def _walk(self, newsroom: Newsroom, target: datetime) -> None:
        while (moment := await self._next_event(newsroom)) is not None and moment <= target:
            self.clock.move_to(moment)
            if not await self._take_in(newsroom):
                self._delivered_at = self.clock()
                await newsroom.deliver()
            self._show_clock()
        self.clock.move_to(target)

    async def _next_event(self, newsroom: Newsroom) -> datetime | None:
        due = await newsroom.next_due()
        # A digest that the bot could not deliver stays due. It must not stop the clock forever.
        dues = [due] if due is not None and due > self._delivered_at else []
        return min([*dues, *(each.at for each in self._coming[:1])], default=None)

    async def _take_in(self, newsroom: Newsroom) -> int:
        """Take in what has been published by now; return how many articles."""
        now = self.clock()
        arrived = [each for each in self._coming if each.at <= now]
        if arrived:
            await newsroom.take_in([each.article for each in arrived])
            del self._coming[: len(arrived)]
            self._arrived += arrived
            self._recent += len(arrived)
        return len(arrived)

    def _show_clock(self, *, moving: bool | None = None) -> None:
        self._tell("clock", clock=self.show(moving=moving))


def _title(article: Article) -> str:
    """Return the title of an article, or the first line of its body."""
    return article.title or article.text[article.body_start :].strip().partition("\n")[0][:120]
