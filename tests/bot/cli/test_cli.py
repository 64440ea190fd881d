"""The command line: what it prints where, and its exit codes. Each way runs once as a process, else in this process."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import TEXT, Ended

ROOT = Path(__file__).parents[3]
TOKEN = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder whose article is stored; every test takes a copy."""
    first = tmp_path_factory.mktemp("first")
    (first / "news").mkdir()
    (first / "news" / "one.txt").write_text(TEXT, "utf-8")
    assert mujaz(first, "ingest", "news").returncode == 0
    return first


@pytest.fixture
def newsroom(ingested: Path, tmp_path: Path) -> Path:
    """Make a working folder with one article, which is stored in its database, too."""
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return tmp_path


def mujaz(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run it in a folder, with these settings and no others."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **settings}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_ingest_says_what_was_new(folder: Path, run_here: Callable[..., Ended]) -> None:
    done = mujaz(folder, "ingest", "news", LOG_LEVEL="WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 article read, 1 new; 1 update added, 0 changed, 0 withdrawn\n"
    assert run_here(folder, "ingest", "news").stdout.startswith("1 article read, 0 new; 0 updates added")


def test_ingest_goes_on_after_what_it_leaves_out(folder: Path, run_here: Callable[..., Ended]) -> None:
    (folder / "news" / "empty.txt").touch()
    done = run_here(folder, "ingest", "news", LOG_LEVEL="WARNING")
    assert done.returncode == 1
    assert done.stderr == "news/empty.txt: is empty\n"
    assert done.stdout.startswith("1 article read")


def test_what_is_not_about_the_story_is_named_and_can_be_included(folder: Path, run_here: Callable[..., Ended]) -> None:
    (folder / "news" / "match.txt").write_text("فاز فريق المدينة على ضيفه بهدفين في مباراة الأمس.", "utf-8")
    done = run_here(folder, "ingest", "news", LOG_LEVEL="WARNING")
    assert done.returncode == 1
    reason = re.fullmatch(r"match\.txt: article (a\w+) is set aside: it is not about the story: .*\n", done.stderr)
    assert reason
    assert run_here(folder, "include", "nothing").stderr == "mujaz: the story has no article nothing\n"
    included = run_here(folder, "include", reason[1])
    assert (included.returncode, included.stdout) == (
        0,
        "1 article read, 0 new; 1 update added, 0 changed, 0 withdrawn\n",
    )
    assert run_here(folder, "ingest", "news").returncode == 0  # it stays included


def test_compose_prints_a_document_and_touches_no_database(folder: Path, run_here: Callable[..., Ended]) -> None:
    done = mujaz(folder, "compose", "news", "--json", "--analysis")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["format"] == "mujaz.briefing/1"
    assert document["articles"][0]["outlet"] == "صدى السهوب"
    assert document["analysis"]["sentences"]
    assert "توكاييف" in run_here(folder, "compose", "news").stdout
    assert not list(folder.glob("*.db*"))


def test_where_articles_are_read_changes_nothing(folder: Path, run_here: Callable[..., Ended]) -> None:
    usual = run_here(folder, "compose", "news", "--json", "--analysis")
    assert run_here(folder, "compose", "news", "--json", "--analysis", "--engine", "plain") == usual
    wrong = run_here(folder, "ingest", "news", "--engine", "abacus")
    assert wrong.returncode == 2
    assert "'abacus' is not one of" in wrong.stderr


def test_replay_tells_each_day_and_touches_no_database(folder: Path, run_here: Callable[..., Ended]) -> None:
    done = mujaz(folder, "replay", "news", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert (document["format"], document["story"]) == ("mujaz.replay/1", "kazakhstan-2022")
    [day] = document["days"]
    assert (day["date"], day["rest"]) == ("2022-01-05", 0)
    [item] = day["items"]
    composed = json.loads(run_here(folder, "compose", "news", "--json").stdout)
    assert [item["id"], item["sources"]] == [composed["updates"][0]["id"], composed["updates"][0]["sources"]]
    assert (item["topic"], item["event_date"], item["outlets"]) == ("protests", "2022-01-05", ["صدى السهوب"])
    assert run_here(folder, "replay", "news").stdout.startswith("2022-01-05: 1 told of 1 articles\n  أعلن")
    later = run_here(folder, "replay", "news", "--from", "2022-01-06").stdout
    assert later.startswith("The greeting\n  أعلن")
    assert run_here(folder, "replay", "news", "--story", "nowhere").stderr.startswith("mujaz: STORY: ")
    assert not list(folder.glob("*.db*"))


def test_the_day_of_publication_is_the_story_s_wherever_the_readers_are(
    folder: Path, run_here: Callable[..., Ended]
) -> None:
    late = TEXT.replace("2022-01-05\n", "2022-01-06 20:00+00:00\n")  # 02:00 on the 7th in Almaty
    (folder / "news" / "one.txt").write_text(late, "utf-8")
    for zone in ("Asia/Riyadh", "America/New_York"):
        document = json.loads(run_here(folder, "compose", "news", "--json", TIMEZONE=zone).stdout)
        assert document["articles"][0]["published_on"] == "2022-01-07"


def test_what_the_files_do_not_say_is_given(folder: Path, run_here: Callable[..., Ended]) -> None:
    (folder / "news" / "one.txt").write_text("أعلن الرئيس توكاييف أمس استقالة الحكومة في كازاخستان.", "utf-8")
    done = run_here(folder, "compose", "news", "--json", "--outlet", "منبر الوادي", "--published", "2022-01-06")
    article = json.loads(done.stdout)["articles"][0]
    assert (article["outlet"], article["published_on"]) == ("منبر الوادي", "2022-01-06")
    wrong = run_here(folder, "compose", "news", "--published", "yesterday")
    assert wrong.returncode == 2
    assert "'yesterday' is no day of publication" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (["run"], {}, "mujaz: TELEGRAM_BOT_TOKEN is missing"),
        (["run"], {"TELEGRAM_BOT_TOKEN": "x"}, "mujaz: TELEGRAM_BOT_TOKEN: is not a token"),
        (["run"], {"TELEGRAM_BOT_TOKEN": TOKEN, "STORY": "nowhere"}, "mujaz: STORY: the story 'nowhere'"),
        (["ingest", "news"], {"DATABASE_URL": "mysql://u:pass@h/d"}, "mujaz: DATABASE_URL: "),
        (["ingest", "news"], {"TIMEZONE": "Mars"}, "mujaz: TIMEZONE: 'Mars'"),
        (["compose", "news"], {"STORY": "nowhere"}, "mujaz: STORY: the story 'nowhere'"),
    ],
)
def test_a_wrong_setting_is_one_line(
    folder: Path, run_here: Callable[..., Ended], arguments: list[str], settings: dict[str, str], message: str
) -> None:
    done = run_here(folder, *arguments, **settings)
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert "pass" not in done.stderr
    assert not list(folder.glob("*.db*"))


def test_updates_are_listed_amended_and_retracted(newsroom: Path, run_here: Callable[..., Ended]) -> None:
    listed = mujaz(newsroom, "updates")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert all(words in listed.stdout for words in ("│ 1 ", "2022-01-05", "استقالة", "صدى السهوب"))
    assert "استقالة" not in run_here(newsroom, "updates", "--topic", "turkey").stdout
    right = "أعلن الرئيس توكاييف استقالة الحكومة."
    done = run_here(newsroom, "amend", "1", "--text", right)
    assert (done.returncode, done.stdout) == (0, "update 1 amended; corrections planned: 0\n")
    assert right in run_here(newsroom, "updates", COLUMNS="200").stdout
    run_here(newsroom, "ingest", "news")  # composing brings nothing back
    done = run_here(newsroom, "retract", "2")
    assert done.returncode == 0
    assert "استقالة" not in run_here(newsroom, "updates").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["retract", "9"], "mujaz: no update '9', or it was retracted"),
        (["amend", "1", "--text", " "], "mujaz: the text has 0 characters"),
        (["amend", "1", "--text", "خ" * 281], "mujaz: the text has 281 characters"),
        (["restore", "nowhere.db"], "mujaz: nowhere.db does not exist"),
        (["restore", "news/one.txt"], "mujaz: news/one.txt is not a database of Mujaz"),
        (["backup", "news/one.txt"], "mujaz: news/one.txt exists already"),
    ],
)
def test_what_an_operator_cannot_do_is_one_line(
    newsroom: Path, run_here: Callable[..., Ended], arguments: list[str], message: str
) -> None:
    done = run_here(newsroom, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_backup_is_restored_and_what_was_there_is_kept(newsroom: Path, run_here: Callable[..., Ended]) -> None:
    done = run_here(newsroom, "backup", "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"copy.db: {(newsroom / 'copy.db').stat().st_size} bytes\n"
    run_here(newsroom, "retract", "1")
    restored = run_here(newsroom, "restore", "copy.db")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert restored.stdout == "restored from copy.db; the previous database was kept as mujaz.db.before-restore-1\n"
    assert "استقالة" in run_here(newsroom, "updates").stdout
    assert "استقالة" not in run_here(newsroom, "updates", DATABASE_URL="sqlite:///mujaz.db.before-restore-1").stdout


def test_on_postgresql_a_backup_is_pg_dump_s_business(folder: Path, run_here: Callable[..., Ended]) -> None:
    done = run_here(folder, "backup", "copy.db", DATABASE_URL="postgresql://127.0.0.1:1/mujaz")
    assert done.returncode == 1
    assert "pg_dump" in done.stderr
    assert done.stderr.count("\n") == 1
