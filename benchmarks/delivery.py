"""How fast digests go out, and how soon somebody is answered meanwhile. Everything stays on the loopback.

``python -m benchmarks.delivery``: messages a second from claim to record, with no limit of rate, beside bare loops
that send the very same message: of the same library over the same requests, over httpx, of no library at all, and
of aiogram. Every sender is a process of its own; another one takes the messages; all in turns, several rounds.

``python -m benchmarks.delivery --answers``: the whole bot, as ``python -m bot run`` starts it, sends a digest at 30 a
second through its limiter, to the local Bot API server. Every now and then somebody asks, and the time until the
answer is accepted there is measured. ``--count 100000 --seconds 180`` watches the first minutes of a large one.

aiogram keeps an older pydantic than ours: it takes part where ``--aiogram`` names the Python of an environment with
``requirements/aiogram.txt``.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.newsroom import FIRST_READER, open_newsroom, plan

_ROOT = Path(__file__).parent.parent
_TOKEN = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's
_SENDERS = {
    "mujaz": "this bot, from claim to record",
    "ptb-aiohttp": "python-telegram-bot over our requests, bare loop",
    "ptb-httpx": "python-telegram-bot over its own, bare loop",
    "aiohttp": "aiohttp, bare loop",
    "aiogram": "aiogram, bare loop",
}
_REQUESTERS = 50
_BETWEEN_QUESTIONS_S = 0.4


@contextmanager
def starting(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process of ours, and end it at the end of the block."""
    process = subprocess.Popen(  # noqa: S603 - our own modules
        command, cwd=_ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def read_line(process: subprocess.Popen[str]) -> str:
    """Read the first line that a process prints; return an empty one if the process ended without any."""
    return process.stdout.readline() if process.stdout else ""


def compare(count: int, rounds: int, aiogram: str | None) -> None:
    """Measure everybody by turns, and print the table."""
    pythons = dict.fromkeys(_SENDERS, sys.executable) | {"aiogram": aiogram or ""}
    names = [name for name, python in pythons.items() if python]
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder, starting(sys.executable, "-m", "benchmarks.sink") as sink:
        url = f"http://127.0.0.1:{read_line(sink).strip()}"
        planned = Path(folder) / "planned.db"
        asyncio.run(open_newsroom(f"sqlite:///{planned}", count))
        asyncio.run(plan(f"sqlite:///{planned}"))
        task: dict[str, Any] = {"url": url, "token": _TOKEN, "count": count}
        for turn in range(rounds):
            for name in names:
                database = Path(folder) / f"{turn}.db"
                if name == "mujaz":
                    shutil.copy(planned, database)
                httpx.get(f"{url}/count")
                result = run_sender(pythons[name], name, task | {"database": f"sqlite:///{database}"})
                taken = int(httpx.get(f"{url}/count").text)
                if taken != count:
                    raise SystemExit(f"{name} sent {taken} messages, not {count}")
                if name == "mujaz" and turn == 0:  # the others send what it sent
                    sent = httpx.get(f"{url}/last").json()
                    task |= {"text": sent["text"], "keyboard": json.loads(sent.get("reply_markup") or "null")}
                measured[name].append(result)
    print_table(measured, count, len(task["text"]))


def run_sender(python: str, name: str, task: dict[str, Any]) -> dict[str, float]:
    """Run one sender in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own module
        [python, "-m", "benchmarks.senders", name],
        cwd=_ROOT,
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    result: dict[str, float] = json.loads(done.stdout)
    return result


def print_table(measured: dict[str, list[dict[str, float]]], count: int, letters: int) -> None:
    """Print the medians over the rounds, and the bot's ratio to each sender."""
    rounds = len(measured["mujaz"])
    rates = {name: statistics.median(count / each["seconds"] for each in runs) for name, runs in measured.items()}
    print(f"{count} messages of {letters} letters, median of {rounds} rounds by turns")
    print("| sender | messages/s | CPU µs a message | the bot's rate to this |")
    print("|---|---|---|---|")
    for name, runs in measured.items():
        cpu = statistics.median(each["cpu"] for each in runs) / count * 1e6
        print(f"| {_SENDERS[name]} | {rates[name]:,.0f} | {cpu:,.0f} | {rates['mujaz'] / rates[name]:.2f} |")


def ask_during_digest(readers: int, rate: float, seconds: float) -> None:
    """Let people ask while a digest goes out, for so long, and print how long they waited."""
    with tempfile.TemporaryDirectory() as folder, starting(sys.executable, "-m", "bot.preview.serve") as server:
        where = json.loads(read_line(server))
        database = f"sqlite:///{folder}/bot.db"
        asyncio.run(open_newsroom(database, readers, _REQUESTERS))
        with httpx.Client(base_url=f"{where['url']}/control/") as control:
            control.post("people", json={"count": readers + _REQUESTERS})  # the first is FIRST_READER
            settings = {
                "TELEGRAM_API_URL": where["url"],
                "TELEGRAM_BOT_TOKEN": where["token"],
                "DATABASE_URL": database,
                "SEND_RATE": str(rate),
                "LOG_LEVEL": "WARNING",
            }
            with starting(sys.executable, "-m", "bot", "run", **settings):
                waits, digests = watch(control, FIRST_READER + readers, readers, seconds)
    print_waits(waits, digests)


def watch(control: httpx.Client, first_requester: int, readers: int, seconds: float) -> tuple[list[float], list[float]]:
    """Ask until the digest is out, or the time is up.

    Returns the seconds that each waited, and the moments at which digests were taken.
    """
    asked: dict[int, float] = {}
    waits: list[float] = []
    digests: list[float] = []
    since, number, end = 0, 0, time.monotonic() + seconds
    while len(digests) < readers and time.monotonic() < end:
        requester = first_requester + number % _REQUESTERS
        if digests and requester not in asked:
            number += 1
            asked[requester] = time.time()
            control.post(f"chats/{requester}/say", json={"text": "/timeline"})
        time.sleep(_BETWEEN_QUESTIONS_S)
        accepted = control.get("accepted", params={"since": since, "text": "0"}).json()
        since += len(accepted["rows"])
        for row in accepted["rows"]:
            message = dict(zip(accepted["fields"], row, strict=True))
            if message["chat_id"] < first_requester:
                digests.append(message["at"])
            elif message["chat_id"] in asked:
                waits.append(message["at"] - asked.pop(message["chat_id"]))
    waits += [time.time() - moment for moment in asked.values()]  # unanswered as yet
    return waits, digests


def print_waits(waits: list[float], digests: list[float]) -> None:
    """Print how long people waited for an answer."""
    percent = statistics.quantiles(waits, n=100)
    seconds = max(digests) - min(digests)
    print(f"{len(digests)} digests in {seconds:.1f} s: {len(digests) / seconds:.1f}/s")
    print(
        f"{len(waits)} answers meanwhile: p50 {1000 * percent[49]:.0f} ms, p99 {1000 * percent[98]:.0f} ms, "
        f"at most {1000 * max(waits):.0f} ms"
    )


def main() -> None:
    """Read what is to be measured, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", action="store_true", help="answers during a digest, instead of the rate")
    parser.add_argument("--count", type=int, help="messages (5000), or readers of the digest (1500)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=30, help="messages a second during --answers")
    parser.add_argument("--seconds", type=float, default=1800, help="the longest that --answers may last")
    parser.add_argument("--aiogram", metavar="PYTHON", help="the Python of an environment with aiogram")
    given = parser.parse_args()
    if given.answers:
        ask_during_digest(given.count or 1500, given.rate, given.seconds)
    else:
        compare(given.count or 5000, given.rounds, given.aiogram)


if __name__ == "__main__":
    main()
