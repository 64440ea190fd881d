"""Operators add, list, pause and remove sources; a site's address is enough."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.container import Services
from bot.sources import leftovers, manage
from bot.sources.rounds.run import run_round
from bot.sources.values import SourceError, VisitReport
from storage.model.sources import NewsSource, SourceState
from storage.news.articles import list_articles
from tests.bot.fakes import Clock
from tests.bot.sources.site import FOG, TOLL, Post, Site

Open = Callable[..., Awaitable[Site]]


async def test_a_site_with_one_feed_is_added_by_its_address(services: Services, open_: Open) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    source = await manage.add(services, site.url, outlet="منبر الوادي")
    assert (source.url, source.kind, source.outlet) == (f"{site.url}/feed", "rss", "منبر الوادي")


async def test_of_several_feeds_the_operator_chooses(services: Services, open_: Open) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    site.feeds = ("/feed", "/more.xml", "/comments/feed")
    with pytest.raises(manage.SeveralFeedsError, match="has 2 feeds") as error:
        await manage.add(services, site.url)
    assert [each.url for each in error.value.candidates] == [f"{site.url}/feed", f"{site.url}/more.xml"]
    assert (await manage.add(services, site.url, feed=2)).url == f"{site.url}/more.xml"
    with pytest.raises(manage.SeveralFeedsError):
        await manage.add(services, site.url, feed=3)


async def test_a_site_that_names_no_feed_is_looked_through(services: Services, open_: Open) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    site.feeds = ()
    assert (await manage.add(services, site.url)).url == f"{site.url}/feed"


async def test_a_page_is_a_source_only_if_it_is_asked_for(services: Services, open_: Open) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    page = f"{site.url}/posts/toll"
    site.posts[0].key, site.feeds = "other", ()
    with pytest.raises(SourceError, match="404"):
        await manage.add(services, page, is_page=True)
    site.posts[0].key = "toll"
    source = await manage.add(services, page, is_page=True)
    assert (source.url, source.kind) == (page, "page")
    [report] = await run_round(services)
    assert report.on_story == 1


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_what_cannot_be_had_is_not_added(services: Services, open_: Open, status: int) -> None:
    site = await open_()
    site.status = status
    with pytest.raises(SourceError, match=str(status)):
        await manage.add(services, site.url)
    assert await manage.list_all(services) == ()


async def test_one_address_is_one_source(services: Services, site: Site, source: NewsSource) -> None:
    for written in (site.url, f"{site.url}/feed?utm_source=x", f"{site.url}/old-feed"):
        with pytest.raises(SourceError, match=f"is source {source.id} already"):
            await manage.add(services, written)


async def test_sources_are_paused_resumed_and_removed(services: Services, source: NewsSource, clock: Clock) -> None:
    assert (await manage.pause(services, source.id)).state is SourceState.PAUSED
    clock.move(hours=99)
    assert await run_round(services) == []
    assert (await manage.resume(services, source.id)).state is SourceState.ACTIVE
    assert len(await run_round(services)) == 1
    await manage.remove(services, source.id)
    for change in (manage.pause, manage.resume, manage.remove):
        with pytest.raises(SourceError, match=f"there is no source {source.id}"):
            await change(services, source.id)


async def test_a_list_is_imported_without_asking_anybody(services: Services, site: Site, source: NewsSource) -> None:
    outlines = f'<outline xmlUrl="{source.url}"/><outline xmlUrl="{site.url}/more.xml"/><outline xmlUrl="x:y"/>'
    imported = await manage.import_opml(services, f"<opml><body>{outlines}</body></opml>".encode())
    assert ([each.url for each in imported.added], imported.known) == ([f"{site.url}/more.xml"], 1)
    assert len(imported.problems) == 1
    assert site.asked["/more.xml"] == 0


async def test_what_was_left_out_is_brought_in_by_hand_and_once(
    services: Services, site: Site, source: NewsSource, visit: Callable[[], Awaitable[VisitReport]]
) -> None:
    site.posts = [Post("fog", FOG)]
    await visit()
    [left] = await leftovers.show_left_out(services)
    report = await leftovers.bring_in(services, [left.article.id])
    assert (report.new, report.set_aside) == (1, ())
    assert await leftovers.show_left_out(services) == ()
    async with services.database.begin() as session:
        [stored] = await list_articles(session, services.story.name)
    assert stored.included
    with pytest.raises(SourceError, match="was not left out"):
        await leftovers.bring_in(services, [left.article.id])


async def test_what_was_left_out_is_kept_for_a_week(
    services: Services, site: Site, source: NewsSource, visit: Callable[[], Awaitable[VisitReport]], clock: Clock
) -> None:
    site.posts = [Post("fog", FOG)]
    await visit()
    clock.move(days=5)
    await visit()
    assert len(await leftovers.show_left_out(services)) == 1
    clock.move(days=1)
    await visit()
    assert await leftovers.show_left_out(services) == ()


async def test_a_folder_is_watched(services: Services, clock: Clock, tmp_path: Path) -> None:
    source = await manage.add(services, str(tmp_path), outlet="منبر الوادي")
    (tmp_path / "one.txt").write_text(TOLL.format(26), "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00")

    async def look() -> VisitReport:
        clock.move(minutes=2)
        [report] = await run_round(services)
        return report

    first = await look()
    assert (first.new, first.on_story, len(first.skipped)) == (1, 1, 1)
    assert (await look()).new == 0
    (tmp_path / "one.txt").write_text(TOLL.format(131), "utf-8")
    (tmp_path / "two.jsonl").write_text('{"text": "نص."}\n{"text": "نص آخر."}\n', "utf-8")
    second = await look()
    assert (second.new, second.changed) == (3, 1)
    (tmp_path / "one.txt").unlink()
    (tmp_path / "two.jsonl").unlink()
    (tmp_path / "bad.txt").unlink()
    assert (await look()).fault is None
    await asyncio.to_thread(tmp_path.rmdir)
    assert (await look()).fault == "cannot be opened: no such folder"
    [now] = await manage.list_all(services)
    assert (now.id, now.failures) == (source.id, 1)
