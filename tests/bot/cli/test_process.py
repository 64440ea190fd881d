"""``run`` as a process, against our own Bot API server: it answers, never logs the token, and ends on a signal."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.bot.preview.stage import Person, open_stage

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_ends_when_told(tmp_path: Path, told: signal.Signals) -> None:
    async with open_stage() as stage:
        token = stage.token.get_secret_value()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=tmp_path, stderr=asyncio.subprocess.PIPE,
            env={
                "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": token,
                "TELEGRAM_API_URL": stage.url, "LOG_LEVEL": "DEBUG",
            },
        )  # fmt: skip
        reading = asyncio.create_task(process.communicate())
        person = Person(stage)
        assert "أهلًا بك" in await person.ask("/start")
        assert [command["command"] for command in stage.world.profile.list_commands(person.chat.id)][:2] == [
            "new",
            "timeline",
        ]
        process.send_signal(told)
        _, log = await asyncio.wait_for(reading, 20)
    assert process.returncode == 0
    assert b"Traceback" not in log
    assert token.partition(":")[2].encode() not in log
    assert (tmp_path / "mujaz.db").exists()
