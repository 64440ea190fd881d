from briefings.model import Kept, Reading
from storage.engine.database import Database
from storage.news.articles import GONE, save_articles
from storage.news.extracts import list_extracts, prune_extracts, save_extracts
from tests.factories import NOW, STORY, make_article


def make_kept(article: str = "a1", reading: Reading = Reading.CLAIMS, body: bytes = b"\x00\xffbody") -> Kept:
    return Kept(article, reading, b"key", body)


async def test_what_is_kept_comes_back_and_gives_way_to_what_is_newer(database: Database) -> None:
    other, days = make_kept("a2"), make_kept(reading=Reading.DAYS)
    async with database.begin() as session:
        await save_extracts(session, STORY, [make_kept(), days, other])
        await save_extracts(session, "another", [make_kept()])
        await save_extracts(session, STORY, [])
    newer = make_kept(body=b"newer")
    async with database.begin() as session:
        await save_extracts(session, STORY, [newer])
        assert set(await list_extracts(session, STORY)) == {newer, days, other}
        assert await list_extracts(session, "another") == (make_kept(),)


async def test_what_was_read_goes_with_its_text(database: Database) -> None:
    articles = [make_article("a1"), make_article("a2", text=GONE)]
    async with database.begin() as session:
        await save_articles(session, STORY, articles, NOW)
        await save_extracts(session, STORY, [make_kept(), make_kept("a2"), make_kept("a3")])
        await save_extracts(session, "another", [make_kept("a2")])
        await prune_extracts(session, STORY)
        assert await list_extracts(session, STORY) == (make_kept(),)
        assert await list_extracts(session, "another") == (make_kept("a2"),)
