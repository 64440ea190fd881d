"""The outlets of the preview: the bot fetches from them what it would otherwise be handed, and composes the same."""

import httpx

from bot.cli.preview import running_on
from bot.preview.outlets import Outlets, write_feed, write_page
from bot.preview.stage import SAMPLES
from briefings.reading import read_source
from briefings.reading.values import SourceKind
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from storage.sources.registry import list_sources
from tests.bot.preview.stage import open_stage
from tests.bot.sources.site import TOLL
from tests.factories import make_article

LINES = "نص & «اقتباس».\nسطر ثان طويل."


def test_what_an_outlet_publishes_is_read_as_it_was_written() -> None:
    long = TOLL.format(26).replace(". ", ".\n")
    articles = [make_article("a1", title="عنوان <b>", text=long), make_article("a2", outlet="منبر الوادي", text=LINES)]
    outlets = Outlets(articles)
    assert write_feed(outlets.by_name["منبر الوادي"], "http://127.0.0.1:1").count("<item>") == 0
    outlets.publish(articles)
    teasing, whole = outlets.by_name.values()
    feed = read_source(
        write_feed(whole, "http://127.0.0.1:1").encode(), content_type=None, url=None, zone="Asia/Riyadh"
    )
    [entry] = feed.entries
    assert (entry.text, entry.is_whole, entry.outlet) == (LINES.replace("\n", "\n\n"), True, "منبر الوادي")
    [teaser] = read_source(
        write_feed(teasing, "http://127.0.0.1:1").encode(), content_type=None, url=None, zone="Asia/Riyadh"
    ).entries
    assert not teaser.is_whole
    assert "<b>" not in write_page(teasing, articles[0])
    page = read_source(
        write_page(teasing, articles[0]).encode(), content_type=None, url=None, zone="Asia/Riyadh", kind=SourceKind.PAGE
    )
    assert " ".join(long.split()) in " ".join(page.entries[0].text.split())


async def test_the_bot_fetches_the_samples_from_their_outlets(sqlite_url: str) -> None:
    async with open_stage(SAMPLES) as handing, running_on(handing, sqlite_url) as app:
        await handing.replay.move("morning")
        services = app.bot_data["services"]
        async with services.database.begin() as session:
            expected = {each.update.text for each in (await read_snapshot(session, services.story.name)).updates}
    async with open_stage(SAMPLES) as stage, running_on(stage, f"{sqlite_url}.fetched", fetches=True) as app:
        await stage.replay.move("morning")
        services = app.bot_data["services"]
        async with services.database.begin() as session:
            told = {each.update.text for each in (await read_snapshot(session, services.story.name)).updates}
            articles = await list_articles(session, services.story.name)
            sources = await list_sources(session)
        async with httpx.AsyncClient(base_url=stage.url) as client:
            shown = (await client.get("/sources")).text
    assert told == expected
    assert all(article.url and article.url.startswith(f"{stage.url}/outlets/") for article in articles)
    assert sum(source.on_story for source in sources) == len(articles)
    assert all(article.title in shown for article in articles if article.title)
    assert "في الخبر" in shown
