"""The command ``preview``: where it serves, what it prints, how it ends."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import httpx
import pytest

from bot.cli.preview import run_preview
from bot.preview.http.server import bind
from bot.preview.protocol.faults import PreviewError
from tests.bot.preview.stage import ARTICLES


async def test_the_preview_says_where_it_is_and_ends_cleanly(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot", "preview", "--no-browser", "--articles", str(ARTICLES))
    with bind(0) as taken:
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *command,
            f"--port={port}",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"TMPDIR": str(tmp_path), "TELEGRAM_BOT_TOKEN": "wrong", "DATABASE_URL": "wrong"},
        )
        assert process.stdout is not None
        said = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        url = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert url is not None
        async with httpx.AsyncClient() as client:
            page = await client.get(url[0])
        assert 'dir="rtl"' in page.text
        assert "6 articles" in (await process.stdout.readline()).decode()
        process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert re.fullmatch(rf"Port {port} is taken; using \d+\.\n", errors.decode())
    assert list_leftovers(tmp_path) == []


def list_leftovers(folder: Path) -> list[Path]:
    """Return the files of previews in the temporary folder."""
    return list(folder.glob("mujaz-preview-*"))


async def test_without_articles_there_is_nothing_to_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(PreviewError, match="no article to replay"):
        await run_preview(0, open_browser=False, articles=tmp_path)
    assert "empty.txt: " in capsys.readouterr().err
