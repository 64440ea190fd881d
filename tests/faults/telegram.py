"""A local Bot API server in the test's own process, with what it accepted and its faults at hand."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.clock import system_clock
from bot.preview.http.server import HOST, bind, build_app, serving
from bot.preview.protocol.faults import Faults
from bot.preview.protocol.profile import BOT_ID
from bot.preview.state.world import World


@dataclass(frozen=True, slots=True)
class Telegram:
    """The server's address and token, and its world."""

    url: str
    token: str
    world: World

    def suffer(self, faults: Faults) -> None:
        """Use these faults from now on."""
        self.world.accidents.set(faults)

    async def accept(self, count: int, *, within: float = 60) -> None:
        """Wait until so many messages were accepted in all."""
        await wait_until(lambda: len(self.world.accepted) >= count, f"{count} accepted messages", within=within)

    async def meet(self, fates: set[str], *, within: float = 60) -> None:
        """Wait until requests have met each of these accidents."""
        counts = self.world.accidents.counts
        await wait_until(lambda: fates <= counts.keys(), f"accidents of these kinds: {fates}", within=within)


@asynccontextmanager
async def open_telegram() -> AsyncIterator[Telegram]:
    """Serve on a free port of the loopback."""
    world = World(system_clock)
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    listener = bind(0)
    async with serving(build_app(world, token), listener):
        yield Telegram(f"http://{HOST}:{listener.getsockname()[1]}", token, world)


async def wait_until(holds: Callable[[], bool], what: str, *, within: float) -> None:
    """Check a condition every few milliseconds; fail if it does not become true in time."""
    try:
        async with asyncio.timeout(within):
            while not holds():  # noqa: ASYNC110 - it may be another process that brings it about
                await asyncio.sleep(0.003)
    except TimeoutError:
        raise AssertionError(f"not within {within} s: {what}") from None
