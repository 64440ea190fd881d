"""A replay tells day by day what the running bot would have told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from bot.core.container import Compose, Composed, Services
from bot.preview.stage import SAMPLES
from bot.services import replay as replaying
from bot.services.ingest import read_paths
from bot.services.replay import DIGEST_TIME, ReplayClock, replay
from briefings.model import Article, Briefing, Kept, Tier, TopicUpdate
from briefings.story import Story
from storage.news.updates import read_snapshot
from tests.factories import make_article, make_span, make_update


@pytest.fixture
def moving() -> ReplayClock:
    """A clock that the replay moves."""
    return ReplayClock()


@pytest.fixture
def in_the_evening(services: Services, moving: ReplayClock) -> Services:
    """The services of a bot whose digest is due late, and whose clock the replay moves."""
    zone = {"timezone": services.story.zone, "digest_time": DIGEST_TIME}
    return replace(services, clock=moving, settings=services.settings.model_copy(update=zone))


def make_article_of(day: int, name: str = "") -> Article:
    """An article of a day of January."""
    return make_article(name or f"a{day}", text=f"مقال {name or day}.", published_on=date(2022, 1, day))


async def test_each_day_of_the_samples_tells_what_is_new_and_nothing_twice(
    in_the_evening: Services, moving: ReplayClock
) -> None:
    articles = read_paths([SAMPLES], zone=in_the_evening.story.zone).articles
    told = await replay(in_the_evening, moving, articles)
    days = {article.published_on for article in articles}
    assert [day.date for day in told.days] == sorted(day for day in days if day)
    assert sum(day.articles for day in told.days) == len(articles)
    assert told.greeting == ()
    sequences = [item.item.sequence for day in told.days for item in day.items]
    assert len(sequences) == len({*sequences}) > 0
    of_day = {article.id: article.published_on or date.max for article in articles}
    for day in told.days:
        assert all(of_day[span.article] <= day.date for item in day.items for span in item.item.update.sources)
    async with in_the_evening.database.begin() as session:
        snapshot = await read_snapshot(session, in_the_evening.story.name)
    assert {*sequences} <= {stored.sequence for stored in snapshot.updates}


async def test_who_comes_later_is_greeted_and_has_nothing_old_unread(
    in_the_evening: Services, moving: ReplayClock
) -> None:
    articles = read_paths([SAMPLES], zone=in_the_evening.story.zone).articles
    last = max(article.published_on for article in articles if article.published_on)
    told = await replay(in_the_evening, moving, articles, last)
    [day] = told.days
    assert 0 < len(told.greeting) <= 5
    assert day.date == last
    assert not {item.item.sequence for item in told.greeting} & {item.item.sequence for item in day.items}
    assert day.rest == 0


async def test_a_day_without_news_is_listed_and_a_line_goes_with_its_item(
    in_the_evening: Services, moving: ReplayClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = {
        "a5": [make_update("item", sources=(make_span("a5"),))],
        "a6": [make_update("detail", tier=Tier.DETAIL, part_of="item", sources=(make_span("a6"),))],
        "a7": [
            make_update("later", sources=(make_span("a7"),), score=1.0),
            make_update("line", sources=(make_span("a7", 50),), part_of="later"),
            *(make_update(f"m{number}", sources=(make_span("a7", 99 * number),), score=2.0) for number in range(2, 11)),
        ],
    }
    monkeypatch.setattr(replaying, "make_further_compose", lambda _: compose_these(updates))
    told = await replay(in_the_evening, moving, [make_article_of(day) for day in (5, 6, 7)])
    first, second, third = told.days
    assert [item.item.update.id for item in first.items] == ["item"]
    assert (second.items, second.rest, second.articles) == ((), 0, 1)
    assert (len(third.items), third.rest) == (8, 2)  # the line counts for nothing


async def test_the_line_of_an_item_is_told_with_it(
    in_the_evening: Services, moving: ReplayClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = {
        "a5": [make_update("item", sources=(make_span("a5"),))],
        "b5": [make_update("line", part_of="item", sources=(make_span("b5"),))],
    }
    monkeypatch.setattr(replaying, "make_further_compose", lambda _: compose_these(updates))
    told = await replay(in_the_evening, moving, [make_article_of(5), make_article_of(5, "b5")])
    [[pair]] = [day.items for day in told.days]
    assert pair.line
    assert (pair.item.update.id, pair.line.update.id) == ("item", "line")


def compose_these(updates: dict[str, list[TopicUpdate]]) -> Compose:
    """Return a composer that makes these updates of these articles."""

    def compose(story: Story, articles: Iterable[Article], _kept: Iterable[Kept]) -> Composed:
        given = tuple(articles)
        made = tuple(update for article in given for update in updates[article.id])
        return Composed(Briefing(story.name, given, made, (), ()))

    return compose


async def test_what_is_not_about_the_story_is_named(in_the_evening: Services, moving: ReplayClock) -> None:
    match = make_article("match", text="فاز فريق المدينة على ضيفه بهدفين في مباراة الأمس.", included=False)
    told = await replay(in_the_evening, moving, [make_article("other"), match])
    assert [problem.reason.split(": it ")[0] for problem in told.set_aside] == ["article match is set aside"]
