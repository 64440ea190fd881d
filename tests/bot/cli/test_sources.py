"""The commands for sources, against an outlet on the loopback."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Ended
from tests.bot.sources.site import FOG, TOLL, Post, Site, open_site

Run = Callable[..., Ended]


@pytest.fixture
def site() -> Iterator[Site]:
    """An outlet that is served by another thread: a command has a loop of its own."""
    opened: list[Site] = []
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        site, server = await open_site(2, Post("toll", TOLL.format(26)), Post("fog", FOG))
        opened.append(site)
        ready.set()
        await over.wait()
        await server.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    yield opened[0]
    loop.call_soon_threadsafe(over.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def run(run_here: Run, tmp_path: Path) -> Run:
    """Return a function that runs a command in an empty folder, as an operator of this outlet's feeds."""
    return lambda *arguments: run_here(tmp_path, *arguments, FETCH_ALLOW_HOSTS="127.0.0.2", LOG_LEVEL="WARNING")


def test_from_an_address_to_updates(run: Run, site: Site) -> None:
    added = run("sources", "add", site.url, "--outlet", "منبر الوادي")
    assert (added.returncode, added.stdout) == (0, f"source 1 added: {site.url}/feed (rss)\n")
    fetched = run("fetch")
    assert fetched.returncode == 0
    assert fetched.stdout.split() == ["1", "منبر", "الوادي", "2", "new,", "1", "on", "story"]
    assert "مقتل 26" in " ".join(run("updates").stdout.split())
    listed = run("sources", "list")
    assert listed.stdout.splitlines()[1].split()[-4:] == ["min", "ago", "1", "2"]
    assert all(len(line) <= 80 for line in (listed.stdout + fetched.stdout).splitlines())
    assert run("fetch").stdout == "no source is due; --all visits all of them\n"
    assert "nothing new" in run("fetch", "--all").stdout
    [source] = json.loads(run("sources", "list", "--json").stdout)["sources"]
    assert (source["url"], source["articles"], source["on_story"]) == (f"{site.url}/feed", 2, 1)


def test_what_was_left_out_is_listed_and_brought_in(run: Run, site: Site) -> None:
    run("sources", "add", site.url)
    run("fetch")
    listed = run("sources", "left-out")
    assert "is not about the story" in listed.stdout
    article = listed.stdout.split()[0]
    taken = run("sources", "take", article)
    assert taken.returncode == 0
    assert taken.stdout.startswith("1 article read, 1 new")
    again = run("sources", "take", article)
    assert (again.returncode, again.stderr) == (1, f"mujaz: {article}: was not left out in the last week\n")


def test_a_failing_source_is_named_and_is_an_error(run: Run, site: Site) -> None:
    run("sources", "add", site.url)
    site.status = 503
    fetched = run("fetch", "--all")
    assert fetched.returncode == 1
    assert "FAILED: the server answers 503" in fetched.stdout
    listed = run("sources", "list").stdout
    assert "failing" in listed
    assert "fails since 0 min ago, 1 times: the server answers 503" in listed
    checked = run("sources", "check", "1")
    assert (checked.returncode, checked.stdout) == (1, "")
    assert checked.stderr.startswith(f"{site.url}/feed: the server answers 503")


def test_a_site_with_several_feeds_asks_which(run: Run, site: Site) -> None:
    site.feeds = ("/feed", "/more.xml")
    refused = run("sources", "add", site.url)
    assert refused.returncode == 1
    assert f"1. {site.url}/feed\n" in refused.stdout
    assert refused.stderr == f"mujaz: {site.url}/ has 2 feeds; choose one with --feed N, or add its own address\n"
    assert "/more.xml" in run("sources", "add", site.url, "--feed", "2").stdout


def test_sources_go_out_and_come_in_as_a_list(run: Run, site: Site, tmp_path: Path) -> None:
    run("sources", "add", site.url, "--outlet", "منبر الوادي")
    exported = run("sources", "export")
    (tmp_path / "list.opml").write_text(exported.stdout, "utf-8")
    assert run("sources", "remove", "1").stdout == f"source 1 removed: {site.url}/feed\n"
    assert run("sources", "import", "list.opml").stdout == "1 sources added, 0 known already\n"
    assert run("sources", "import", "list.opml").stdout == "0 sources added, 1 known already\n"
    [source] = json.loads(run("sources", "list", "--json").stdout)["sources"]
    assert (source["url"], source["outlet"]) == (f"{site.url}/feed", "منبر الوادي")


def test_a_source_is_paused_and_resumed(run: Run, site: Site) -> None:
    run("sources", "add", site.url)
    assert run("sources", "pause", "1").stdout == f"source 1 paused: {site.url}/feed\n"
    assert run("fetch", "--all").stdout == "no active source\n"
    assert run("sources", "resume", "1").returncode == 0
    assert run("fetch").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("add", "ftp://wadi.example"), 1, "only http and https addresses"),
        (("add", "/no/such/folder"), 1, "is no folder"),
        (("add", "http://127.0.0.3:1/"), 1, "127.0.0.3"),
        (("pause", "9"), 1, "there is no source 9"),
        (("import", "none.opml"), 1, "none.opml: cannot be opened: No such file"),
        (("pause", "nine"), 2, "Invalid value"),
    ],
)
def test_a_mistake_is_one_line_in_the_words_of_the_operator(
    run: Run, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ended = run("sources", *arguments)
    assert ended.returncode == status
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert status == 2 or ended.stderr.count("\n") == 1


def test_without_a_source_there_is_nothing_to_fetch(run: Run) -> None:
    ended = run("fetch")
    assert (ended.returncode, ended.stderr) == (1, "there is no source: add one with «mujaz sources add URL»\n")


def test_all_sources_are_checked_each_as_what_it_is(run: Run, site: Site, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for added in ((site.url,), (f"{site.url}/posts/toll", "--page"), ("./news",)):
        assert run("sources", "add", *added).returncode == 0
    checked = run("sources", "check")
    assert checked.returncode == 0
    assert "rss, 2 entries, 0 of them teasers" in checked.stdout
    assert "page, 1 entries" in checked.stdout
    assert f"{tmp_path / 'news'}\n   a folder" in checked.stdout
