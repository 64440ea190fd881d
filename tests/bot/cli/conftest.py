"""A working folder with an article, and the command line run in this process."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.__main__ import main
from bot.core.settings import Settings

TEXT = "outlet: صدى السهوب\npublished: 2022-01-05\n\nأعلن الرئيس توكاييف في 5 يناير 2022 استقالة الحكومة في بلاده.\n"


class Ended(NamedTuple):
    """How the command line ended."""

    returncode: object
    stdout: str
    stderr: str


@pytest.fixture
def run_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_logging: None
) -> Callable[..., Ended]:
    """Return a function that runs a command in this process, because a new process takes seconds to start."""

    def run(folder: Path, *arguments: str, **settings: str) -> Ended:
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["mujaz", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a working folder with one article."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(TEXT, "utf-8")
    return tmp_path
