"""What strangers write, and settings that are mistyped: a line on the terminal, never markup, orders or a traceback."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.output import escape_controls, show_controls
from bot.core.logs import secrets_in
from bot.core.settings import Settings
from bot.services.ingest import read_paths
from tests.bot.cli.conftest import Ended
from tests.bot.cli.test_cli import TOKEN

HEAD = "outlet: صدى السهوب\npublished: 2022-01-05\n\n"


def test_articles_are_printed_as_text(folder: Path, run_here: Callable[..., Ended]) -> None:
    text = "أعلن الرئيس توكاييف في 5 يناير 2022 [/nonsense] استقالة الحكومة [red] في بلاده."
    (folder / "news" / "one.txt").write_text(HEAD + text, "utf-8")
    done = run_here(folder, "compose", "news", COLUMNS="300")
    assert done.returncode == 0
    assert "[/nonsense]" in done.stdout
    assert "[red]" in done.stdout


def test_control_characters_are_written_out() -> None:
    assert show_controls("a\x1b[2J\x9b31m\x7f\tb\nc") == "a\\x1b[2J\\x9b31m\\x7f\tb\nc"
    document = escape_controls(json.dumps({"text": "a\x9bb\x85"}, ensure_ascii=False))
    assert document.isprintable()
    assert json.loads(document) == {"text": "a\x9bb\x85"}


@pytest.mark.parametrize(
    "settings",
    [
        {"SEND_RATE": "inf"},
        {"SEND_RATE": "nan"},
        {"SEND_RATE_PER_CHAT": "-1"},
        {"PROXY_URL": "socks5://ali:secret@proxy:1080"},
        {"PROXY_URL": "http://ali:secret@proxy:99999999"},
        {"PROXY_URL": "ali:secret@proxy"},
        {"TELEGRAM_API_URL": "ftp://ali:secret@host"},
        {"TELEGRAM_API_URL": "http://ali:secret@host:99999999"},
        {"TELEGRAM_API_URL": "http://ali:secret@host:x/"},
        {"DATABASE_URL": "postgresql://ali:secret@host:99999999/news"},
        {"DATABASE_URL": "mysql://ali:secret@host/news"},
    ],
    ids=str,
)
def test_a_wrong_setting_is_one_line_without_credentials(
    folder: Path,
    run_here: Callable[..., Ended],
    settings: dict[str, str],
) -> None:
    done = run_here(folder, "run", TELEGRAM_BOT_TOKEN=TOKEN, **settings)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"mujaz: {next(iter(settings))}: ")
    assert "secret" not in line
    assert "Traceback" not in line


def test_a_story_of_brackets_is_one_line(folder: Path, run_here: Callable[..., Ended]) -> None:
    (folder / "deep.toml").write_text("name = " + "[" * 3000)
    done = run_here(folder, "compose", "news", STORY="deep.toml")
    assert done.returncode == 2
    assert done.stderr.startswith("mujaz: STORY: ")
    assert done.stderr.count("\n") == 1


def test_a_named_pipe_is_left_out_and_so_is_a_link_that_leads_out(tmp_path: Path) -> None:
    news, elsewhere = tmp_path / "news", tmp_path / "private.txt"
    news.mkdir()
    elsewhere.write_text(HEAD + "نص خاص.", "utf-8")
    (news / "one.txt").write_text(HEAD + "خبر.", "utf-8")
    (news / "same.txt").symlink_to(news / "one.txt")
    (news / "link.txt").symlink_to(elsewhere)
    os.mkfifo(tmp_path / "pipe.txt")
    read = read_paths([news, tmp_path / "pipe.txt"])
    assert [article.text.endswith("خبر.") for article in read.articles] == [True, True]
    [problem] = read.problems
    assert problem.reason == "is not a regular file"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://postgres:@/news?host=/run/socket",
        "postgresql://ali:p:5@host:5432/news",
        "postgresql://ali:p%2F5@[::1]:5432/news",
        "postgresql://host/news",
        "postgresql:///news",
        "sqlite:///a:99999999.db",
    ],
)
def test_an_address_of_any_usual_kind_is_taken(url: str) -> None:
    assert Settings(_env_file=None, database_url=url).database_url == url  # type: ignore[call-arg]  # of pydantic-settings


def test_credentials_are_found_as_written_and_as_meant() -> None:
    assert secrets_in("postgresql://ali:p%40ss@host:5432/news") == ("ali:p%40ss", "p%40ss", "p@ss")
    assert secrets_in("sqlite:///mujaz.db") == secrets_in(None) == ()
