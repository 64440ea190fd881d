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
        try:
            assert "أهلًا بك" in await person.ask("/start")
        except BaseException:
            process.kill()  # else it would try to reach the server for ever
            raise
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


async def test_a_server_that_cannot_be_reached_is_tried_again_until_told_to_end(tmp_path: Path) -> None:
    token = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=tmp_path, stderr=asyncio.subprocess.PIPE,
        env={
            "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_URL": "http://127.0.0.1:9", "LOG_LEVEL": "WARNING",
        },
    )  # fmt: skip
    assert process.stderr
    first = await asyncio.wait_for(process.stderr.readline(), 30)
    assert b"Reaching the Bot API server failed; retrying: Nothing was sent" in first
    await asyncio.sleep(2)
    assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    _, rest = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert rest == b""
    assert token.partition(":")[2].encode() not in first


_COMPOSES_FOR_LONG = """
import asyncio, contextlib, threading, time
from bot.cli import running

@contextlib.asynccontextmanager
async def run(services):
    work = asyncio.create_task(asyncio.to_thread(time.sleep, 60))
    print("composing", flush=True)
    try:
        yield
    finally:
        print("given back", flush=True)

running.running = run
asyncio.run(running._run_until_signal(None))
"""


async def test_a_composition_that_runs_does_not_keep_the_process_alive(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _COMPOSES_FOR_LONG,
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"composing\n"
    process.send_signal(signal.SIGTERM)
    rest, _ = await asyncio.wait_for(process.communicate(), 5)
    assert rest == b"given back\n"
    assert process.returncode == 0
