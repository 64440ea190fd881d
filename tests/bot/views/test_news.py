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
from bot.views import browsing, details, news, service_messages
from briefings.model import EventDate, Kind, Precision, Tier
from storage.model.snapshot import StorySnapshot
from storage.model.values import Source, StoredUpdate
from tests.bot.news import (
    CONTEXT,
    FIRST_DETAIL,
    ITEM,
    LINE,
    MANY,
    READER,
    RECAP,
    REPORTED,
    SECOND_DETAIL,
    SOURCES,
    STORED,
    STORY,
    TIERED,
    day,
    list_items,
    store,
)
from tests.factories import make_span


def topic(key: str, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    """A page of a topic."""
    background = [stored for stored in updates if stored.is_background]
    return browsing.show_topic(CONTEXT, key, browsing.page_topic(CONTEXT, updates), background, page)


def timeline(updates: Sequence[StoredUpdate], page: int | None = None, days: Days | None = None) -> Message:
    """A page of the timeline."""
    context = replace(CONTEXT, parts=StorySnapshot(1, tuple(updates), {}).parts)
    return browsing.show_timeline(context, browsing.page_timeline(context, updates, days), page, days)


def buttons(message: Message) -> list[tuple[str, str]]:
    """(words, data) of the buttons under it, from the left."""
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    return [(button.text, str(button.callback_data)) for row in rows for button in row]


def tiered(*more: StoredUpdate) -> RenderContext:
    """The context of news of all tiers."""
    snapshot = StorySnapshot(1, (*TIERED, *more), {})
    return replace(CONTEXT, updates=snapshot.by_id, parts=snapshot.parts)


SPANS = [make_span(source) for source in SOURCES]


def test_digest() -> None:
    message = news.digest(CONTEXT, list_items(STORED))
    assert message is not None
    assert sorted(message.shows) == [1, 2, 3, 5, 6]  # all but the background
    assert message.offers_up_to == 6


def test_digest_of_the_weightiest() -> None:
    message = news.digest(CONTEXT, list_items(MANY[:21]))
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
    assert news.digest(CONTEXT, list_items([store(1, kind=Kind.BACKGROUND)])) is None


def test_greeting() -> None:
    message = news.greet(CONTEXT, list_items(STORED), READER, offers_up_to=6)
    assert (message.offers_up_to, len(message.shows)) == (6, 5)
    assert [text for text, _ in buttons(message)] == [
        "✓ الاحتجاجات",
        "✓ قوات منظمة معاهدة الأمن الجماعي وانسحابها",
        "الدبلوماسية التركية",
        "الموجز اليومي: 08:00",
        "إعدادات أخرى",
    ]


def test_a_greeting_that_tells_no_news_shows_none() -> None:
    assert service_messages.greet_again(STORY, list_items(STORED), READER, returned=False).shows == ()


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
    left, told = list_items(MANY), list[int]()
    while message := news.what_is_new(CONTEXT, left):
        assert visible_units(message.text) <= MAX_UNITS
        for sequence in message.shows:
            assert MANY[sequence - 1].update.text.strip() in message.text
        told += message.shows
        left = [stored for stored in left if stored.sequence not in message.shows]
        assert ("c:new" in [data for _, data in buttons(message)]) is bool(left)
    assert sorted(told) == [stored.sequence for stored in MANY]


def test_pages_of_a_timeline_are_turned() -> None:
    january = Days(date(2022, 1, 1), date(2022, 1, 31))
    newest = timeline(MANY, days=january)
    [older] = [data for text, data in buttons(newest) if text == "أقدم"]
    assert older.startswith("d:20220101-20220131:")
    pages = int(older.rpartition(":")[2]) + 1
    shown = [timeline(MANY, page, january).shows for page in range(1, pages + 1)]
    assert shown[-1] == newest.shows
    assert timeline(MANY, 999, january).shows == newest.shows
    assert timeline(MANY, 0, january).shows == shown[0]
    days = [MANY[sequence - 1].update.when.start or "~" for page in shown for sequence in page]
    assert days == sorted(days)
    assert all(days.count(day) <= 3 for day in days)


def test_a_long_timeline_is_one_page_of_the_days_that_matter_with_the_last() -> None:
    light_end = store(99, text="وصل الوفد.", when=day("2022-01-30"), score=0.1)
    message = timeline([*MANY, light_end])
    told = [stored for stored in (*MANY, light_end) if stored.sequence in message.shows]
    assert len(told) <= IN_A_PAGE
    assert light_end in told
    days = [stored.update.when.start for stored in told]
    assert all(days.count(each) <= 2 for each in days)
    best = {stored.update.when.start: stored.update.score for stored in reversed(list_items(told))}
    assert {score for start, score in best.items() if start != light_end.update.when.start} == {4.0}
    assert not [text for text, _ in buttons(message) if text in {"أقدم", "أحدث"}]
    assert "اختر يومًا" in [text for text, _ in buttons(message)]


def test_the_weightiest_of_a_day_is_first_on_the_timeline() -> None:
    updates = [
        store(number, text=f"خبر {number}.", when=day("2022-01-05"), score=float(number)) for number in (1, 3, 2)
    ]
    assert timeline(updates).shows == (3, 2, 1)


def test_a_report_of_a_day_stands_apart_from_what_happened_on_it() -> None:
    text = timeline(TIERED).text
    assert text.index("<b>الأحد 9 يناير</b>") < text.index("<b>نُشر يوم الأحد 9 يناير</b>")
    alone = timeline(TIERED, days=Days(date(2022, 1, 9), date(2022, 1, 9))).text
    assert alone.count("<b>نُشر في 9 يناير</b>") == 1
    planned = replace(REPORTED.update, kind=Kind.PLAN, when=EventDate("2022-01-11", None, Precision.REPORTED))
    assert "مرتقب" not in timeline([replace(REPORTED, update=planned)]).text  # of today's report, not to come


def test_a_line_is_told_beneath_its_item_and_counts_as_shown_and_not_as_an_item() -> None:
    message = news.digest(tiered(), list_items(TIERED))
    assert message is not None
    assert message.shows == (1, 2, 5)
    assert "خبران جديدان" in message.text
    assert message.text.index(ITEM.update.text) < message.text.index(LINE.update.text)
    assert {data for _, data in buttons(message)} >= {"q:1-5", "dt:1"}  # from the items one gets to all
    assert not {FIRST_DETAIL.update.text, SECOND_DETAIL.update.text, RECAP.update.text} & {*message.text.split("\n")}


def test_of_several_lines_the_weightiest_is_told_and_the_others_are_details() -> None:
    lighter = store(9, text="وأغلق القنصلية.", part_of="n1", score=2.9)
    message = news.digest(tiered(lighter), [ITEM])
    assert message is not None
    assert message.shows == (1, 2)
    assert details.show_details(tiered(lighter), [ITEM], "1").shows == (9, 4, 3)


def test_a_line_of_another_day_says_its_day() -> None:
    later = replace(LINE, update=replace(LINE.update, when=day("2022-01-10")))
    snapshot = StorySnapshot(1, (ITEM, later), {})
    message = news.one_update(replace(CONTEXT, parts=snapshot.parts), ITEM)
    assert "◦ <b>10 يناير</b> — أمهلتهم" in message.text


def test_details_are_told_by_item_page_by_page() -> None:
    more = [
        store(number, text=f"تفصيل {number}. " + "كلام " * 30, tier=Tier.DETAIL, part_of="n1" if number % 2 else "n5")
        for number in range(10, 40)
    ]
    context, items = tiered(*more), [REPORTED, ITEM]
    first = details.show_details(context, items, "5-1")
    parts = int(first.text.split("من ")[1].split(")")[0])
    pages = [details.show_details(context, items, "5-1", number) for number in range(1, parts + 1)]
    told = [sequence for page in pages for sequence in page.shows]
    assert sorted(told) == [3, 4, *range(10, 40)]
    of_item = [str(context.updates[f"n{sequence}"].update.part_of) for sequence in told]
    assert of_item == sorted(of_item)  # the weightier item's first
    assert ("التالي", "dp:5-1:2") in buttons(first)
    assert details.show_details(context, items, "5-1", 99).shows == pages[-1].shows
    assert all(page.fits for page in pages)


def test_a_greeting_tells_turning_points_and_the_last_day() -> None:
    week = [store(number, when=day(f"2022-01-0{number}"), score=9.0 - number) for number in range(1, 8)]
    twice = store(20, when=day("2022-01-01"), score=7.9)  # of a day that has a weightier one
    ahead = store(21, when=day("2022-03-01"), kind=Kind.PLAN, score=0.2)
    message = news.greet(CONTEXT, list_items([*week, twice, ahead]), READER, 21)
    assert set(message.shows) == {1, 2, 3, 4, 7}
    assert set(news.greet(CONTEXT, list_items([week[0], twice, ahead]), READER, 21).shows) == {1, 20, 21}


def test_many_outlets_are_on_pages_and_each_page_fits() -> None:
    """1,500 outlets had been 25 messages, and three seconds of work."""
    sources = [
        Source(
            f"{number}-{each}", f"صحيفة {number} " + "طويلة A " * 90, date(2021, 1, each + 1), "http://x/" + "y" * 280
        )
        for number in range(1500)
        for each in range(number % 7)
    ]
    full = replace(CONTEXT, sources={source.article: source for source in sources})
    pages = [service_messages.list_sources(full, number) for number in range(1, 66)]
    assert all(page.fits and page.text.count("<a ") <= 60 for page in pages)
    assert sum(page.text.count("▪️") for page in pages) == len({source.outlet for source in sources})
    assert service_messages.list_sources(full, 999) == service_messages.list_sources(full, 65) == pages[-1]
    assert pages[1].keyboard
    assert [button.callback_data for row in pages[1].keyboard.inline_keyboard for button in row] == [
        "p:sources:3",
        "p:sources:1",
    ]


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
