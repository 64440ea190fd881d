"""What readers get: nothing is too long, cut, or lost. To the letter it stands in golden/."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Days
from bot.keyboards.payloads import pack
from bot.rendering.html import visible_units
from bot.rendering.layout import RenderContext
from bot.rendering.message import MAX_UNITS, Message
from bot.rendering.pagination import IN_A_PAGE, paginate
from bot.views import browsing, news, service_messages
from briefings.model import Kind
from storage.model.values import Source, StoredUpdate
from tests.bot.news import CONTEXT, MANY, READER, SOURCES, STORED, STORY, day, list_news, store
from tests.factories import make_span


def topic(key: str, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    """A page of a topic."""
    background = [stored for stored in updates if stored.update.kind is Kind.BACKGROUND]
    return browsing.show_topic(CONTEXT, key, browsing.page_topic(CONTEXT, updates), background, page)


def timeline(updates: Sequence[StoredUpdate], page: int | None = None, days: Days | None = None) -> Message:
    """A page of the timeline."""
    return browsing.show_timeline(CONTEXT, browsing.page_timeline(CONTEXT, updates, days), page, days)


def buttons(message: Message) -> list[tuple[str, str]]:
    """(words, data) of the buttons under it, from the left."""
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    return [(button.text, str(button.callback_data)) for row in rows for button in row]


SPANS = [make_span(source) for source in SOURCES]


def test_digest() -> None:
    message = news.digest(CONTEXT, list_news(STORED))
    assert message is not None
    assert sorted(message.shows) == [1, 2, 3, 5, 6]  # all but the background
    assert message.offers_up_to == 6


def test_digest_of_the_weightiest() -> None:
    message = news.digest(CONTEXT, list_news(MANY[:21]))
    assert message is not None
    assert len(message.shows) == 8
    assert {MANY[number - 1].update.score for number in message.shows} == {4.0, 3.0}
    assert message.offers_up_to == 21
    assert "وبقي 13 خبرًا آخر." in message.text
    assert [data for _, data in buttons(message)] == [
        "c:new",
        "c:timeline",
        "c:figures",
        f"q:{pack(message.shows)}",
        "c:settings",
    ]  # rows from the right


def test_what_is_still_to_come_is_awaited_and_what_came_is_not() -> None:
    ahead = store(1, kind=Kind.PLAN, text="يجتمع الوزراء.", when=day("2022-01-12"))  # today is the 11th
    past = store(2, kind=Kind.PLAN, text="يجتمع السفراء.", when=day("2022-01-10"))
    digest = news.digest(CONTEXT, [ahead, past])
    assert digest is not None
    assert "<b>12 يناير</b> (مرتقب) — يجتمع الوزراء." in digest.text
    assert "<b>10 يناير</b> — يجتمع السفراء." in digest.text
    days = timeline([ahead, past]).text
    assert "(مرتقب) يجتمع الوزراء." in days
    assert "(مرتقب) يجتمع السفراء." not in days


def test_no_digest_of_background_alone() -> None:
    assert news.digest(CONTEXT, list_news([store(1, kind=Kind.BACKGROUND)])) is None


def test_greeting() -> None:
    message = news.greet(CONTEXT, list_news(STORED), READER, offers_up_to=6)
    assert (message.offers_up_to, len(message.shows)) == (6, 5)
    assert [text for text, _ in buttons(message)] == [
        "✓ الاحتجاجات",
        "✓ قوات منظمة معاهدة الأمن الجماعي وانسحابها",
        "الدبلوماسية التركية",
        "الموجز اليومي: 08:00",
        "إعدادات أخرى",
    ]


def test_a_greeting_that_tells_no_news_shows_none() -> None:
    assert service_messages.greet_again(STORY, list_news(STORED), READER, returned=False).shows == ()


def test_background_of_a_topic_is_not_seen() -> None:
    assert topic("csto", [stored for stored in STORED if stored.update.topic == "csto"]).shows == (3,)


def test_timeline() -> None:
    message = timeline(STORED)
    assert [text for text, _ in buttons(message)] == ["المصادر", "اختر يومًا", "ملف للطباعة", "صورة"]


def test_from_days_without_news_one_gets_back_to_the_timeline() -> None:
    empty = timeline(STORED, days=Days(date(2022, 2, 5), date(2022, 2, 5)))
    assert [data for _, data in buttons(empty)] == ["c:timeline"]


def test_one_day_alone_is_told_whole() -> None:
    updates = [store(number, text=f"خبر {number}.", when=day("2022-01-05")) for number in range(1, 9)]
    assert len(timeline(updates).shows) == 3
    assert len(timeline(updates, days=Days(date(2022, 1, 5), date(2022, 1, 5))).shows) == 8


def test_all_that_is_new_comes_once_and_nothing_is_cut() -> None:
    left, told = list_news(MANY), list[int]()
    while message := news.what_is_new(CONTEXT, left):
        assert visible_units(message.text) <= MAX_UNITS
        for sequence in message.shows:
            assert MANY[sequence - 1].update.text.strip() in message.text
        told += message.shows
        left = [stored for stored in left if stored.sequence not in message.shows]
        assert ("c:new" in [data for _, data in buttons(message)]) is bool(left)
    assert sorted(told) == [stored.sequence for stored in MANY]


def test_pages_of_a_timeline_are_turned() -> None:
    newest = timeline(MANY)
    [older] = [data for text, data in buttons(newest) if text == "أقدم"]
    assert older.startswith("p:timeline:")
    pages = int(older.rpartition(":")[2]) + 1
    shown = [timeline(MANY, page).shows for page in range(1, pages + 1)]
    assert shown[-1] == newest.shows
    assert timeline(MANY, 999).shows == newest.shows
    assert timeline(MANY, 0).shows == shown[0]
    days = [MANY[sequence - 1].update.when.start or "~" for page in shown for sequence in page]
    assert days == sorted(days)
    assert all(days.count(day) <= 3 for day in days)


def test_sources_beyond_count_are_split() -> None:
    sources = [Source(str(number), f"صحيفة {number} " + "طويلة " * 9, None, None) for number in range(200)]
    parts = service_messages.list_sources(replace(CONTEXT, sources={source.article: source for source in sources}))
    assert len(parts) > 1
    assert all(visible_units(part.text) <= MAX_UNITS for part in parts)
    assert sum(part.text.count("▪️") for part in parts) == 200


def test_endless_names_and_addresses_still_fit() -> None:
    sources = {str(number): Source(str(number), "ص" * 5_000, None, "http://x/" + "y" * 280) for number in range(99)}
    context = RenderContext(STORY, sources, CONTEXT.today)
    updates = [
        store(number, text="خ" * 280, sources=tuple(make_span(str(number * 7 + each)) for each in range(7)))
        for number in range(1, 13)
    ]
    digest = news.digest(context, updates)
    assert digest is not None
    greeting = news.greet(context, updates, READER, 12)
    paged = browsing.page_topic(context, updates)
    pages = [browsing.show_topic(context, "protests", paged, [], number) for number in range(1, len(paged) + 1)]
    for message in (digest, greeting, news.what_is_new(context, updates), *pages):
        assert message
        assert visible_units(message.text) <= MAX_UNITS
        assert len(message.text.encode()) <= 32_768


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 280), st.integers(0, 3)), min_size=1, max_size=5), max_size=12),
)
def test_pages_keep_order_and_blocks_and_fit(sizes: list[list[tuple[int, int]]]) -> None:
    numbers = count(1)
    blocks = [
        [store(next(numbers), text="خ" * length, sources=tuple(SPANS[:sources])) for length, sources in block]
        for block in sizes
    ]
    pages = paginate(blocks, CONTEXT)
    assert [each for page in pages for each in page] == [each for block in blocks for each in block]
    for number, page in enumerate(pages, start=1):
        message = browsing.show_topic(CONTEXT, "protests", pages, [], number)
        assert len(page) <= IN_A_PAGE
        assert visible_units(message.text) <= MAX_UNITS
        # No block is torn apart: each is on one page.
        for block in blocks:
            assert not {*block} & {*page} or {*block} <= {*page}


def test_a_block_that_fits_into_no_page_is_torn_apart() -> None:
    block = [store(number, text="خ" * 280) for number in range(1, 40)]
    pages = paginate([block], CONTEXT)
    assert [each for page in pages for each in page] == block
    assert len(pages) > 3
