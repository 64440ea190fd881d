"""How soon ordinary questions are answered while 600 people write 4,096 letters each, again and again.

    python -m benchmarks.flood [--people 600] [--messages 10000] [--digests 2000]

The whole bot, as ``python -m bot run`` starts it, polls the local Bot API server; each of three is a process of its
own. A digest goes out at the same time. There are no rates, for what would be measured otherwise is the limiter: at 30
messages a second 600 answers take 20 seconds whatever the bot does. Printed are the waits of ordinary questions, how
much the bot's memory has grown after all messages, and how long it takes to end by SIGTERM in the middle of a wave.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

import aiohttp

from benchmarks.delivery import read_line, starting
from benchmarks.large import list_words
from benchmarks.newsroom import FIRST_READER, open_newsroom

_LETTERS = 4096
_ORDINARY = 200  # people with ordinary questions
_QUESTIONS_S = 20.0  # questions a second
_QUESTIONS = ("/help", "/new", "/timeline", "تركيا", "بحث الطوارئ", "/sources")
_TARGET_S, _MEMORY_MB, _END_S = 1.0, 50, 10
_GIVE_UP_S = 30.0
_WARM_UP_S = 8.0


class Trial:
    """The people, and how long the ordinary ones wait."""

    def __init__(self, control: aiohttp.ClientSession, flooders: range, ordinary: range) -> None:
        self._control = control
        self._flooders, self._ordinary = flooders, ordinary
        self._chance = random.Random(7)
        self._words = list_words()
        self._since = 0
        self._waiting: dict[int, float] = {}
        self.waits: list[float] = []
        self.answered = 0  # long messages
        self.written = 0

    async def say(self, chat: int, text: str) -> None:
        async with self._control.post(f"chats/{chat}/say", json={"text": text}) as answer:
            answer.raise_for_status()

    async def write_wave(self) -> None:
        """Let all flooders write at once, no two the same."""
        texts = [" ".join(self._chance.choices(self._words, k=1000))[:_LETTERS] for _ in self._flooders]
        self.written += len(texts)
        await asyncio.gather(*(self.say(chat, text) for chat, text in zip(self._flooders, texts, strict=True)))

    async def ask(self) -> None:
        """Ask ordinary questions by turns, until cancelled."""
        number = 0
        while True:
            chat = self._ordinary[number % len(self._ordinary)]
            if chat not in self._waiting:
                self._waiting[chat] = time.time()
                await self.say(chat, _QUESTIONS[number % len(_QUESTIONS)])
            number += 1
            await asyncio.sleep(1 / _QUESTIONS_S)

    async def watch(self) -> None:
        """Look at what the server accepts, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(0.1)

    async def look(self) -> None:
        """Read what was accepted since the last call."""
        async with self._control.get("accepted", params={"since": self._since, "text": "0"}) as answer:
            accepted = await answer.json()
        self._since += len(accepted["rows"])
        for row in accepted["rows"]:
            message = dict(zip(accepted["fields"], row, strict=True))
            chat = message["chat_id"]
            if since := self._waiting.pop(chat, None):
                self.waits.append(message["at"] - since)
            self.answered += chat in self._flooders
        for chat, since in list(self._waiting.items()):
            if time.time() - since > _GIVE_UP_S:
                del self._waiting[chat]
                self.waits.append(_GIVE_UP_S)

    async def wait_for_answers(self) -> None:
        """Wait until most long messages are answered: who writes while eight of theirs wait is left out."""
        begun = time.monotonic()
        while self.answered < self.written and time.monotonic() - begun < _GIVE_UP_S:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def memory_of(pid: int) -> float:
    """Return the resident megabytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError("no memory of the process")


async def measure(where: dict[str, str], options: argparse.Namespace, database: str) -> None:
    """Start the bot, flood it, and print what others noticed."""
    settings = {
        "TELEGRAM_API_URL": where["url"],
        "TELEGRAM_BOT_TOKEN": where["token"],
        "DATABASE_URL": database,
        "LOG_LEVEL": "WARNING",
        "SEND_RATE": "0",
        "SEND_RATE_PER_CHAT": "0",
    }
    async with aiohttp.ClientSession(f"{where['url']}/control/", connector=aiohttp.TCPConnector(limit=200)) as control:
        people = options.digests + options.people + _ORDINARY
        (await control.post("people", json={"count": people})).release()
        first = FIRST_READER + options.digests
        flooders = range(first, first + options.people)
        trial = Trial(control, flooders, range(flooders.stop, flooders.stop + _ORDINARY))
        with starting(sys.executable, "-m", "bot", "run", **settings) as bot:
            watching = asyncio.create_task(trial.watch())
            asking = asyncio.create_task(trial.ask())
            while not trial.waits:  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(0.1)
            await asyncio.sleep(_WARM_UP_S)
            trial.waits.clear()  # of those who asked while the bot was starting
            waves = []
            while trial.written < options.messages + options.people:
                begun = time.monotonic()
                await trial.write_wave()
                await trial.wait_for_answers()
                waves.append(time.monotonic() - begun)
                if len(waves) == 1:  # what every bot of this size has loaded
                    before = memory_of(bot.pid)
            grown = memory_of(bot.pid) - before
            asking.cancel()
            await trial.write_wave()
            await asyncio.sleep(0.3)
            begun = time.monotonic()
            bot.send_signal(signal.SIGTERM)
            await asyncio.to_thread(bot.wait, 60)
            ended = time.monotonic() - begun
            watching.cancel()
    percent = quantiles(trial.waits, n=100, method="inclusive")
    rows = (
        ("ordinary questions", f"{len(trial.waits)}", ""),
        ("… p50", f"{percent[49]:.3f} s", ""),
        ("… p99", f"{percent[98]:.3f} s", _judge(percent[98] <= _TARGET_S)),
        ("… at most", f"{max(trial.waits):.3f} s", ""),
        ("messages of 4,096 letters", f"{trial.written}, {trial.answered} answered", ""),
        ("a wave is answered within", f"{sorted(waves)[len(waves) // 2]:.2f} s (median)", ""),
        ("memory grown by", f"{grown:.0f} MB to {before + grown:.0f} MB", _judge(grown < _MEMORY_MB)),
        ("ended by SIGTERM within", f"{ended:.2f} s, status {bot.returncode}", _judge(ended < _END_S)),
    )
    print("| what | measured | as asked |")
    print("|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _judge(holds: bool) -> str:
    return "yes" if holds else "no"


def main() -> None:
    """Read what is to be measured, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--messages", type=int, default=10_000, help="of 4,096 letters, after the first wave")
    parser.add_argument("--digests", type=int, default=2_000, help="that go out at the same time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mujaz-flood-") as folder:
        database = f"sqlite:///{folder}/mujaz.db"
        asyncio.run(open_newsroom(database, options.digests))
        with starting(sys.executable, "-m", "bot.preview.serve") as server:
            asyncio.run(measure(json.loads(read_line(server)), options, database))


if __name__ == "__main__":
    main()
