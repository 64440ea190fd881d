"""``python -m bot run`` as a process of its own, which a test may kill at any moment."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.telegram import Telegram

_ROOT = Path(__file__).parents[2]
BOT = ("-m", "bot", "run")
HASTY_BOT = ("-m", "tests.faults.hasty", "run")  # with a short lease


class BotProcess:
    """The real bot against the local server; its log goes into a file."""

    def __init__(self, telegram: Telegram, database_url: str, folder: Path) -> None:
        self._settings = {
            "PYTHONPATH": str(_ROOT),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": database_url,
            "SEND_RATE_PER_CHAT": "0",
            "LOG_LEVEL": "INFO",
        }
        self._folder = folder
        self.lives = 0

    async def start(self, *, rate: float = 0, command: Sequence[str] = BOT) -> asyncio.subprocess.Process:
        """Start the bot with a rate of so many messages a second."""
        self.lives += 1
        with (self._folder / f"bot-{self.lives}.log").open("wb") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                cwd=self._folder,
                env=os.environ | self._settings | {"SEND_RATE": str(rate)},
                stdout=log,
                stderr=log,
            )

    async def operate(self, *arguments: str) -> str:
        """Run a command of operators beside the bot; return what it prints, or fail as it fails."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self._folder,
            env=os.environ | self._settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await asyncio.wait_for(process.communicate(), 120)
        if process.returncode:
            raise AssertionError(f"{arguments[0]} ended with {process.returncode}: {output.decode()[-2000:]}")
        return output.decode()

    @asynccontextmanager
    async def running(
        self, *, rate: float = 0, command: Sequence[str] = BOT
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the bot until the end of the block; if it still lives, stop it and check that it stops well."""
        process = await self.start(rate=rate, command=command)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                try:
                    await asyncio.wait_for(process.wait(), 20)
                except TimeoutError:
                    process.kill()
                    raise
        if process.returncode not in {0, -signal.SIGKILL}:
            raise AssertionError(f"the bot ended with {process.returncode}: {self.read_log()[-2000:]}")

    def read_log(self) -> str:
        """Return the log of all starts."""
        logs = sorted(self._folder.glob("bot-*.log"), key=lambda path: path.stat().st_mtime)
        return "\n".join(path.read_text(encoding="utf-8") for path in logs)


async def kill(process: asyncio.subprocess.Process) -> None:
    """Send kill -9 and wait until the process is gone."""
    process.kill()
    await process.wait()
