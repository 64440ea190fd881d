"""kill -9 while sources are visited and the story is composed: no article is lost, and none is twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from briefings.composition.composer import compose
from briefings.model import Article
from briefings.story import load_story
from storage.engine.database import Database
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from storage.schema.sources import EntryRow, LeftOutRow
from storage.sources.registry import add_source, list_sources
from tests.bot.sources.site import FOG, TOLL, Post, Site, open_site
from tests.factories import NOW, STORY
from tests.faults.bot_process import HASTY_BOT, BotProcess
from tests.faults.scale import SCALE, SEED
from tests.faults.telegram import Telegram, wait_until

_ROOT = Path(__file__).parents[2]
_OUTLETS = 6
_POSTS = 5  # of each that are on the story
_LONGEST_S = 6.0  # from the start of a process to its kill
_LONGEST_END_S = 10.0  # after which supervisors kill


@pytest.fixture
async def sites(database: Database) -> AsyncIterator[list[Site]]:
    """Outlets whose servers take their time; each has news, some of it as teasers, and an article on no story."""
    async with AsyncExitStack() as stack:
        opened = []
        for number in range(2, 2 + _OUTLETS):
            site, server = await open_site(number, *_write_posts(number), Post("fog", f"{FOG} ({number})"))
            stack.push_async_callback(server.close)
            site.pause = 0.05 * number
            opened.append(site)
        async with database.begin() as session:
            for site in opened:
                await add_source(session, f"{site.url}/feed", NOW, outlet=f"منبر {site.url[-1]}")
        yield opened


def _write_posts(number: int) -> list[Post]:
    texts = [TOLL.format(100 * number + post) for post in range(_POSTS)]
    return [
        Post(f"toll-{post}", text, teaser=f"{text[:120]}…" if post % 2 else None) for post, text in enumerate(texts)
    ]


@pytest.mark.timeout(900)
async def test_a_round_is_killed_again_and_again(
    database: Database, database_url: str, sites: list[Site], tmp_path: Path
) -> None:
    random = Random(SEED)
    for number in range(SCALE.fetches_killed):
        if number == SCALE.fetches_killed // 2:
            for site in sites:  # the outlets correct themselves meanwhile
                site.posts[0].text = site.posts[0].text.replace("مقتل", "إصابة")
        process = await _fetch(database_url, tmp_path)
        try:
            await asyncio.wait_for(process.wait(), _LONGEST_S * random.random())
        except TimeoutError:
            process.kill()
            await process.wait()
        await _check(database, sites, whole=False)
    process = await _fetch(database_url, tmp_path)
    assert await asyncio.wait_for(process.wait(), 120) == 0
    await _check(database, sites, whole=True)


async def _fetch(database_url: str, folder: Path) -> asyncio.subprocess.Process:
    hosts = ",".join(f"127.0.0.{number}" for number in range(2, 2 + _OUTLETS))
    settings = {"PYTHONPATH": str(_ROOT), "DATABASE_URL": database_url, "FETCH_ALLOW_HOSTS": hosts}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.hasty", "fetch", "--all", cwd=folder, env=os.environ | settings,
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def _check(database: Database, sites: list[Site], *, whole: bool) -> None:
    """Check that what is stored is of the outlets, each once, and that the updates are those of the articles."""
    async with database.begin() as session:
        articles = await list_articles(session, STORY)
        updates = (await read_snapshot(session, STORY)).updates
        entries = list(await session.scalars(select(EntryRow.article)))
        left_out = set(await session.scalars(select(LeftOutRow.article)))
        sources = await list_sources(session)
    replaced = {article.replaces for article in articles}
    current = [article for article in articles if article.id not in replaced]
    assert len({_name(article) for article in current}) == len(current)  # none is twice
    stored = {article.id for article in articles} | left_out
    assert {entry for entry in entries if entry} <= stored  # none is known without its article
    composed = compose(load_story(STORY), articles).updates
    assert sorted(stored.update.text for stored in updates) == sorted(update.text for update in composed)
    if whole:
        texts = {" ".join(article.text.split()) for article in current}
        assert {" ".join(post.text.split()) for site in sites for post in site.posts[:_POSTS]} == texts
        assert len(left_out) == _OUTLETS
        assert sum(source.entries for source in sources) == len(entries) == _OUTLETS * (_POSTS + 1)


def _name(article: Article) -> tuple[str | None, str]:
    return article.outlet, " ".join(article.text.split())


async def test_the_bot_ends_in_time_while_a_source_does_not_answer(
    database: Database, database_url: str, sites: list[Site], telegram: Telegram, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for site in sites[1:]:
        site.pause = 30.0
    monkeypatch.setenv("FETCH_ALLOW_HOSTS", ",".join(f"127.0.0.{number}" for number in range(2, 2 + _OUTLETS)))
    async with BotProcess(telegram, database_url, tmp_path).running(command=HASTY_BOT) as process:
        await wait_until(lambda: all(site.asked["/feed"] for site in sites), "all are asked", within=100)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), _LONGEST_END_S) == 0
