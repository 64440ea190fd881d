"""A round: each source is visited when it is due, what it brings is taken in once, and no source delays another."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.core.container import Services
from bot.sources import leftovers, manage
from bot.sources.rounds.run import run_round
from bot.sources.values import VisitReport
from briefings.model import Article
from briefings.routing.stream import route
from storage.model.sources import NewsSource, SourceState
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from storage.sources.registry import add_source
from tests.bot.fakes import Clock, Reader
from tests.bot.sources.conftest import reread
from tests.bot.sources.site import FOG, TOLL, Post, Site, hours

Visit = Callable[[], Awaitable[VisitReport]]
Open = Callable[..., Awaitable[Site]]


async def list_texts(services: Services) -> list[str]:
    async with services.database.begin() as session:
        return [each.update.text for each in (await read_snapshot(session, services.story.name)).updates]


async def test_what_is_about_the_story_is_told_and_the_rest_is_left_out(
    services: Services, site: Site, source: NewsSource, visit: Visit
) -> None:
    site.posts = [Post("toll", TOLL.format(26)), Post("fog", FOG)]
    report = await visit()
    assert (report.new, report.on_story, report.fault) == (2, 1, None)
    assert any("مقتل 26" in text for text in await list_texts(services))
    [left] = await leftovers.show_left_out(services)
    assert (left.article.text, left.source) == (FOG, source.id)
    assert left.reason.startswith("is not about the story")
    async with services.database.begin() as session:
        [stored] = await list_articles(session, services.story.name)
    assert (stored.outlet, stored.url) == ("منبر الوادي", f"{site.url}/posts/toll")
    now = await reread(services, source)
    assert (now.entries, now.articles, now.on_story, now.last_news_at) == (2, 2, 1, services.clock())


async def test_an_article_that_makes_routing_fail_is_left_out_and_the_others_are_told(
    services: Services, site: Site, source: NewsSource, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_fog(article: Article, *others: Any) -> Any:
        if article.text == FOG:
            raise RuntimeError("a mistake of ours")
        return route(article, *others)

    monkeypatch.setattr("bot.sources.rounds.intake.route", fail_on_fog)
    site.posts = [Post("toll", TOLL.format(26)), Post("fog", FOG)]
    report = await visit()
    assert (report.new, report.on_story, report.fault) == (2, 1, None)
    [left] = await leftovers.show_left_out(services)
    assert left.article.text == FOG


async def test_nothing_is_asked_before_it_is_due_and_nothing_is_taken_twice(
    services: Services, site: Site, source: NewsSource, visit: Visit, clock: Clock
) -> None:
    site.posts = [Post("toll", TOLL.format(26))]
    await visit()
    assert await run_round(services) == []
    report = await visit()
    assert (report.unchanged, report.new) == (True, 0)
    assert site.unchanged == 1
    site.posts.append(Post("fog", FOG))
    assert (await visit()).new == 1
    assert site.asked["/feed"] == 4  # one when it was added


async def test_a_source_that_asks_for_patience_gets_it(
    services: Services, site: Site, source: NewsSource, visit: Visit, clock: Clock
) -> None:
    site.status, site.headers = 429, {"Retry-After": "7200"}
    report = await visit()
    assert report.fault
    now = await reread(services, source)
    assert now.next_at >= clock() + hours(2)
    assert (now.failures, now.failing_since, now.state) == (1, clock(), SourceState.ACTIVE)


async def test_who_is_gone_is_asked_no_more_until_an_operator_says_so(
    services: Services, site: Site, source: NewsSource, visit: Visit, clock: Clock
) -> None:
    site.status = 410
    assert (await visit()).fault
    assert (await reread(services, source)).state is SourceState.GONE
    clock.move(hours=999)
    assert await run_round(services) == []
    site.status, site.posts = 200, [Post("toll", TOLL.format(26))]
    await manage.resume(services, source.id)
    [report] = await run_round(services)
    assert report.on_story == 1


async def test_a_move_for_good_is_kept(services: Services, site: Site, clock: Clock) -> None:
    async with services.database.begin() as session:
        source = await add_source(session, f"{site.url}/old-feed", clock())
    assert source
    await run_round(services)
    assert (await reread(services, source)).url == f"{site.url}/feed"


async def test_a_teaser_is_read_on_its_page(services: Services, site: Site, source: NewsSource, visit: Visit) -> None:
    site.posts = [Post("toll", TOLL.format(26), teaser=f"{TOLL.format(26)[:90]}…")]
    report = await visit()
    assert (report.on_story, report.teasers) == (1, 0)
    async with services.database.begin() as session:
        [stored] = await list_articles(session, services.story.name)
    assert "مطار المدينة" in stored.text
    await visit()
    assert site.asked["/posts/toll"] == 1


async def test_if_the_page_is_not_to_be_had_the_teaser_is_used_and_said_so(
    services: Services, site: Site, source: NewsSource, visit: Visit
) -> None:
    site.posts = [Post("toll", "صفحة أخرى لا شأن لها. " * 30, teaser=f"{TOLL.format(26)[:300]}…")]
    report = await visit()
    assert (report.new, report.on_story, report.teasers) == (1, 1, 1)


async def test_the_pages_of_one_visit_are_bounded_and_none_is_forgotten(
    services: Services, site: Site, source: NewsSource, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sources.visits.pages.MOST_PAGES", 2)
    site.posts = [
        Post(f"p{number}", TOLL.format(number), teaser=f"{TOLL.format(number)[:90]}…") for number in (3, 5, 7)
    ]
    first = await visit()
    assert (first.new, first.is_cut) == (2, True)
    second = await visit()
    assert (second.new, second.is_cut) == (1, False)
    assert (await visit()).unchanged


async def test_a_changed_entry_is_a_later_version_and_readers_are_told_what_changed(
    services: Services, site: Site, source: NewsSource, visit: Visit, reader: Reader
) -> None:
    site.posts = [Post("toll", TOLL.format(26))]
    await visit()
    await reader.say("/start")
    site.posts = [Post("toll", TOLL.format(26).replace("مقتل", "مقتلَ"))]  # a mark is no meaning
    report = await visit()
    assert (report.new, report.changed) == (1, 1)
    site.posts = [Post("toll", TOLL.format(31))]
    assert (await visit()).changed == 1
    texts = await list_texts(services)
    assert any("مقتل 31" in text for text in texts)
    assert not any("26" in text for text in texts)
    site.posts = [Post("toll", TOLL.format(26))]  # the outlet takes it back
    assert (await visit()).changed == 1
    texts = await list_texts(services)
    assert any("26" in text for text in texts)
    assert not any("31" in text for text in texts)


async def test_a_slow_source_delays_no_other(services: Services, open_: Open, clock: Clock) -> None:
    slow, quick = await open_(Post("toll", TOLL.format(26))), await open_(Post("toll", TOLL.format(31)))
    for each in (slow, quick):
        await manage.add(services, f"{each.url}/feed")
    slow.pause = 4.0
    told = asyncio.Event()
    making = asyncio.create_task(run_round(services, tell=lambda _: told.set()))
    await asyncio.wait_for(told.wait(), 3.9)
    assert any("31" in text for text in await list_texts(services))
    reports = await making
    assert [report.on_story for report in reports] == [1, 1]


async def test_a_round_that_is_cut_off_loses_nothing(
    services: Services, site: Site, source: NewsSource, clock: Clock
) -> None:
    site.posts, site.pause = [Post("toll", TOLL.format(26))], 1.0
    making = asyncio.create_task(run_round(services))
    await asyncio.sleep(0.3)
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    site.pause = 0.0
    clock.move(minutes=6)  # until the visit that was cut off counts as dead
    [report] = await run_round(services)
    assert (report.source.id, report.on_story) == (source.id, 1)
