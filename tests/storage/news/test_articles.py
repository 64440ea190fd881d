from dataclasses import replace
from datetime import UTC, date, datetime

from briefings.model import Article, PublishedFrom
from storage.engine.database import Database
from storage.model.values import Source
from storage.news.articles import include_articles, list_articles, list_sources, place_articles, save_articles
from tests.factories import NOW, STORY, make_article


async def test_an_article_comes_back_as_it_was(database: Database) -> None:
    full = Article(
        id="full",
        text="outlet: صدى السهوب\r\n\r\nنص فيه «اقتباس» و 😀.\n",
        outlet="صدى السهوب",
        published_on=date(2022, 1, 6),
        published_from=PublishedFrom.METADATA,
        published_at=datetime(2022, 1, 6, 8, 30, tzinfo=UTC),
        title="عنوان",
        url="https://example.org/1",
        file="one.txt",
        body_start=22,
    )
    bare = Article(id="bare", text="نص.")
    async with database.begin() as session:
        assert await save_articles(session, STORY, [full, bare], NOW) == ("full", "bare")
    async with database.begin() as session:
        assert await list_articles(session, STORY) == (bare, full)


async def test_an_article_that_is_known_changes_nothing(database: Database) -> None:
    first = make_article("a1")
    async with database.begin() as session:
        await save_articles(session, STORY, [first], NOW)
    async with database.begin() as session:
        again = replace(first, outlet="منبر الوادي")
        assert await save_articles(session, STORY, [again, make_article("a2"), make_article("a2")], NOW) == ("a2",)
        assert await list_articles(session, STORY) == (first, make_article("a2"))


async def test_no_articles_are_no_change(database: Database) -> None:
    async with database.begin() as session:
        assert await save_articles(session, STORY, [], NOW) == ()


async def test_stories_keep_their_articles_apart(database: Database) -> None:
    async with database.begin() as session:
        assert await save_articles(session, STORY, [make_article()], NOW) == ("a1",)
        assert await save_articles(session, "another", [make_article()], NOW) == ("a1",)
        assert await list_articles(session, "a third") == ()


async def test_thousands_of_articles_are_taken_at_once(database: Database) -> None:
    articles = [make_article(f"{number:05}") for number in range(5_000)]
    async with database.begin() as session:
        assert len(await save_articles(session, STORY, articles, NOW)) == 5_000
        assert await list_articles(session, STORY) == tuple(articles)


async def test_readers_see_what_composing_found(database: Database) -> None:
    unplaced = make_article("a1", outlet=None, published_on=None, published_from=PublishedFrom.UNKNOWN)
    said = make_article("a2", outlet="صدى السهوب", published_on=date(2022, 1, 6), url="https://example.org/2")
    found = replace(unplaced, outlet="منبر الوادي", published_on=date(2022, 1, 7))
    async with database.begin() as session:
        await save_articles(session, STORY, [unplaced, said], NOW)
        await place_articles(session, STORY, [found, said])
    async with database.begin() as session:
        assert await list_sources(session, STORY) == (
            Source("a1", "منبر الوادي", date(2022, 1, 7), None),
            Source("a2", "صدى السهوب", date(2022, 1, 6), "https://example.org/2"),
        )
        assert await list_articles(session, STORY) == (unplaced, said)  # composing starts from these again


async def test_an_article_that_a_person_included_stays_included(database: Database) -> None:
    aside, other = make_article("a1", included=False), make_article("a2", included=False)
    async with database.begin() as session:
        await save_articles(session, STORY, [aside, other], NOW)
        await save_articles(session, "another", [aside], NOW)
    async with database.begin() as session:
        await include_articles(session, STORY, ["a1"])
    async with database.begin() as session:
        assert await list_articles(session, STORY) == (replace(aside, included=True), other)
        assert await list_articles(session, "another") == (aside,)
