"""Counted nouns and dates, as an editor would write them."""

from datetime import UTC, date, datetime

import pytest

from bot.rendering.wording import WORDING, count, say_event_date, say_moment, say_zone
from briefings.model import EventDate, Precision

TODAY = date(2022, 1, 11)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "ثلاثة أخبار"),
        (10, "عشرة أخبار"),
        (11, "11 خبرًا"),
        (99, "99 خبرًا"),
        (100, "100 خبر"),
        (102, "102 خبر"),
        (103, "103 أخبار"),
        (111, "111 خبرًا"),
    ],
)
def test_the_six_plural_forms(number: int, words: str) -> None:
    assert count(number, "update") == words


def test_every_noun_has_all_forms() -> None:
    assert {frozenset(forms) for forms in WORDING.nouns.values()} == {
        frozenset({"zero", "one", "two", "few", "many", "other"})
    }


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (EventDate("2022-01-09", None, Precision.DAY), "9 يناير"),
        (EventDate("2021-12-31", None, Precision.DAY), "31 ديسمبر 2021"),
        (EventDate("2022-01-06", "2022-01-07", Precision.RANGE), "من 6 إلى 7 يناير"),
        (EventDate("2022-01-30", "2022-02-02", Precision.RANGE), "من 30 يناير إلى 2 فبراير"),
        (EventDate("2022-01", None, Precision.MONTH), "يناير 2022"),
        (EventDate("1992", None, Precision.YEAR), "1992"),
        (EventDate("2022-01-09", None, Precision.BEFORE), "قبل 9 يناير"),
        (EventDate("2022-01-09", None, Precision.AFTER), "بعد 9 يناير"),
        (EventDate(), ""),
    ],
)
def test_a_date_says_as_much_as_is_known(when: EventDate, words: str) -> None:
    assert say_event_date(when, TODAY) == words


def test_a_heading_names_the_weekday() -> None:
    when = EventDate("2022-01-05", None, Precision.DAY)
    assert say_event_date(when, TODAY, weekday=True) == "الأربعاء 5 يناير"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2022, 1, 11, 5, tzinfo=UTC), "اليوم 08:00"),
        (datetime(2022, 1, 9, 21, 30, tzinfo=UTC), "أمس 00:30"),
        (datetime(2022, 1, 6, 9, 5, tzinfo=UTC), "6 يناير، 12:05"),
    ],
)
def test_a_moment_is_said_by_the_readers_clock(moment: datetime, words: str) -> None:
    assert say_moment(moment, datetime(2022, 1, 11, 12, tzinfo=UTC), "Asia/Riyadh") == words


def test_a_zone_is_named_by_its_city() -> None:
    assert say_zone("Asia/Riyadh") == "الرياض"
