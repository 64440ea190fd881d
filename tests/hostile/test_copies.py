"""Copies of an article bring no news again, and its day does not change by itself."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from bot.core.container import Services
from bot.services.ingest import take_in
from briefings.composition.composer import Composer, compose
from briefings.composition.copies import MOST_COPIES, choose_copies
from briefings.io.loader import read_articles
from briefings.model import Article, Briefing
from briefings.story import load_story
from storage.model.values import Edition, Subscriber
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from storage.subscribers.seen import add_seen
from tests.factories import list_unseen, make_subscriber

STORY = load_story("kazakhstan-2022")
TEXT = "أعلنت وزارة الداخلية في كازاخستان اليوم مقتل 26 محتجا في ألماتي.\n\nوصلت طائرة أمس إلى مطار ألماتي.\n"
LONGER = (
    f"{TEXT}\nوقال محافظ المدينة إن المدارس والأسواق تبقى مغلقة حتى نهاية الأسبوع، "
    "داعيا السكان إلى البقاء في منازلهم.\n"
)
OTHER = "published: 2022-01-12\n\nأغلقت السلطات المعبر الجبلي أمام شاحنات الوقود.\n"


def read(text: str) -> Article:
    (article,) = read_articles(text.encode(), "a.txt")
    return replace(article, included=True)


FIRST = read(f"published: 2022-01-06\n\n{TEXT}")
LATER = read(f"published: 2022-01-09\n\n{TEXT}")
# An outlet, a day and an address of a stranger's choosing, before the words of another's article.
TAKEN_OVER = read(f"outlet: بريد الغرباء\npublished: 2022-01-09\nurl: https://example.org/x\n\n{TEXT}")


async def tell(services: Services) -> Subscriber:
    """Tell a new subscriber all that there is."""
    async with services.database.begin() as session:
        reader = await make_subscriber(session)
        edition = Edition(1, "", None, tuple(await list_unseen(session, reader)), None)
        await add_seen(session, services.story.name, {reader.id: edition}, services.clock())
        assert await list_unseen(session, reader) == []
    return reader


async def read_days(services: Services) -> dict[str, str | None]:
    async with services.database.begin() as session:
        snapshot = await read_snapshot(session, services.story.name)
    return {stored.update.text: stored.update.when.start for stored in snapshot.updates}


async def test_a_copy_with_an_outlet_tells_nothing_again(services: Services) -> None:
    first = await take_in(services, [FIRST])
    assert len(first.changes.added) == 2
    reader = await tell(services)
    again = await take_in(services, [TAKEN_OVER])
    assert (again.new, again.changes.added, again.changes.withdrawn) == (1, (), ())
    assert again.changes.changed == first.changes.added
    async with services.database.begin() as session:
        assert await list_unseen(session, reader) == []
        updates = (await read_snapshot(session, services.story.name)).updates
    assert [stored.update.outlets for stored in updates] == [("بريد الغرباء",)] * 2


async def test_of_one_article_given_twice_the_day_that_came_first_counts_and_stays(services: Services) -> None:
    await take_in(services, [LATER, FIRST])
    days = await read_days(services)
    assert set(days.values()) == {"2022-01-06", "2022-01-05"}
    unrelated = await take_in(services, [read(OTHER)])
    assert (unrelated.changes.changed, unrelated.changes.withdrawn) == ((), ())
    assert days.items() <= (await read_days(services)).items()
    again = await take_in(services, [LATER])
    assert (again.new, again.changes.changed) == (0, ())
    async with services.database.begin() as session:
        stored = {article.id: article for article in await list_articles(session, services.story.name)}
    assert stored[FIRST.id].published_on == date(2022, 1, 6)


def test_the_order_of_copies_does_not_matter() -> None:
    undated = read(TEXT)
    assert FIRST.id == LATER.id == undated.id
    articles = (FIRST, LATER, undated, TAKEN_OVER, read(OTHER))
    expected = compose(STORY, articles)
    assert len(expected.articles) == 2
    for order in permutations(articles):
        assert compose(STORY, order) == expected
    for order in permutations((FIRST, LATER, undated)):
        assert choose_copies(order) == (FIRST,)
        assert [article.published_on for article in compose(STORY, order).articles] == [FIRST.published_on]


def test_of_a_wire_text_only_so_many_copies_are_read_whatever_their_order() -> None:
    copies = [read(f"outlet: صحيفة {number}\npublished: 2022-01-06\n\n{TEXT}") for number in range(MOST_COPIES + 30)]
    at_once = compose(STORY, copies)
    assert len(at_once.set_aside) == 30
    assert len(at_once.articles) == MOST_COPIES + 30
    composer = Composer(STORY)
    for copy in reversed(copies):
        composer.add([copy])
    assert composer.make_briefing() == at_once


def write_near_copies(number: int, text: str = LONGER) -> list[Article]:
    """Copies of a text from as many outlets, each with one letter changed in a word that is no number."""
    articles = []
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    for count in range(number):
        place = places[count * 7 % len(places)]
        changed = f"{text[:place]}{'قفغعه'[count % 5]}{text[place + 1 :]}"
        articles.append(read(f"outlet: صحيفة {count}\npublished: 2022-01-06\n\n{changed}"))
    return articles


def count_copies(briefing: Briefing) -> Counter[str]:
    """Count the articles that were set aside because enough others say the same, by the reason."""
    return Counter(reason for reason in briefing.set_aside.values() if "the words of" in reason)


def compose_in_parts(articles: Sequence[Article], size: int) -> Composer:
    composer = Composer(STORY)
    for start in range(0, len(articles), size):
        composer.add(articles[start : start + size])
    return composer


def test_of_texts_that_differ_in_a_letter_only_so_many_are_read_whatever_their_order() -> None:
    copies = [*write_near_copies(MOST_COPIES + 40), read(OTHER)]
    at_once = compose(STORY, copies)
    assert count_copies(at_once) == {f"has nearly the words of {MOST_COPIES} other articles": 40}
    assert len(at_once.articles) == len(copies)
    for size, seed in ((1, 1), (7, 2), (30, 3)):
        order = random.Random(seed).sample(copies, len(copies))
        assert compose_in_parts(order, size).make_briefing() == at_once


def test_exact_and_near_copies_together_give_one_outcome_in_any_order() -> None:
    exact = [read(f"outlet: بريد {number}\npublished: 2022-01-0{4 + number % 2}\n\n{LONGER}") for number in range(30)]
    unsigned = [read(f"published: 2022-01-05\n\n{near.text[near.body_start :]}") for near in write_near_copies(9)]
    articles = [*exact, *write_near_copies(MOST_COPIES), *unsigned, FIRST, LATER]
    at_once = compose(STORY, articles)
    assert len(count_copies(at_once)) == 2
    for seed in range(3):
        order = random.Random(seed).sample(articles, len(articles))
        assert compose_in_parts(order, 9).make_briefing() == at_once


def test_a_number_a_word_more_or_another_week_make_another_text() -> None:
    bulletins = [
        read(f"published: 2022-01-06\n\nسجلت المدينة الجبلية {number} إصابة جديدة.") for number in range(200, 240)
    ]
    weekly = [
        read(f"published: {date(2022, 1, 6) + timedelta(days=8 * week)}\n\n{near.text[near.body_start :]}")
        for week, near in enumerate(write_near_copies(40))
    ]
    names = "الميناء المصنع المتحف الملعب المسرح المطار الجسر السوق".split()
    ordinary = [
        read(f"published: 2022-01-06\n\nأغلقت البلدية {one} بعد أن زار الوزير {two} وتفقد {three} صباحا.")
        for one, two, three in permutations(names, 3)
    ][:40]
    for articles in (bulletins, weekly, ordinary):
        assert not count_copies(compose(STORY, articles))
