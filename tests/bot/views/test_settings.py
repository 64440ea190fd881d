"""The pages of the settings, and what readers write instead of pressing."""

from dataclasses import replace
from datetime import time

import pytest

from bot.input.parsing import find_zone, list_zones, means_none, parse_days, parse_quiet, suggest_zones
from bot.rendering.message import Message
from bot.views import settings as settings_views
from storage.model.values import SubscriberState
from tests.bot.news import DEMANDING, MODEST, NOW, PAUSED, STORY


def words_on(message: Message) -> list[list[str]]:
    """The buttons, row by row, as they are read: from the right."""
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    return [[button.text for button in reversed(row)] for row in rows]


def test_buttons_are_read_from_the_right_and_show_what_holds() -> None:
    assert words_on(settings_views.show_settings(STORY, DEMANDING, NOW)) == [
        ["المواضيع", "ساعة الموجز"],
        ["التنبيهات", "ساعات الهدوء"],
        ["التوقيت", "إيقاف مؤقت"],
        ["طريقة الكتابة"],
        ["✓ أخبرني حين لا جديد"],
    ]
    assert words_on(settings_views.show_quiet(STORY, DEMANDING, NOW)) == [
        ["✓ من 22:00 إلى 07:00", "من 23:00 إلى 07:00"],
        ["من 00:00 إلى 08:00", "بلا ساعات هدوء"],
        ["رجوع"],
    ]
    assert words_on(settings_views.show_pause(STORY, PAUSED, NOW)) == [
        ["استئناف الإرسال"],
        ["يوم واحد", "ثلاثة أيام", "سبعة أيام"],
        ["رجوع"],
    ]
    assert words_on(settings_views.show_zones(STORY, MODEST, NOW))[0] == ["✓ الرياض", "بغداد", "الكويت"]
    assert words_on(settings_views.show_alerts(STORY, MODEST, NOW))[0] == ["الاحتجاجات"]  # Turkey is off


def test_every_zone_fits_into_a_button() -> None:
    assert max(len(f"zone:{zone}") for zone in list_zones()) <= 64


def test_who_has_stopped_has_nothing_to_pause() -> None:
    stopped = replace(MODEST, state=SubscriberState.STOPPED, next_due_at=None)
    assert "لست مشتركًا الآن" in settings_views.show_pause(STORY, stopped, NOW).text


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("القاهرة", "Africa/Cairo"),
        ("قاهره", "Africa/Cairo"),
        ("القاهرره", "Africa/Cairo"),
        ("مصر", "Africa/Cairo"),
        ("مكة المكرمة", "Asia/Riyadh"),
        ("عمان", "Asia/Amman"),
        ("بغداذ", "Asia/Baghdad"),
        ("الدوحه", "Asia/Qatar"),
        ("الدار البيضا", "Africa/Casablanca"),
        ("طوكيو", "Asia/Tokyo"),  # not offered, but known
        ("New York", "America/New_York"),
        ("europe/london", "Europe/London"),
    ],
)
def test_a_city_is_found_as_people_write_it(written: str, zone: str) -> None:
    assert find_zone(written) == zone


def test_a_city_that_is_not_known_is_not_guessed() -> None:
    assert find_zone("سانتياغ") is None
    assert suggest_zones("سانتياغ") == ("America/Santiago",)
    for text in ("أطلنطس", "سان", ""):
        assert (find_zone(text), suggest_zones(text)) == (None, ())


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("من 22 إلى 7", (time(22), time(7))),
        ("من ٢٢:٣٠ الى ٦", (time(22, 30), time(6))),
        ("22-7", (time(22), time(7))),
        ("0 – 8", (time(0), time(8))),
        ("من 11 مساءً إلى 7 صباحًا", (time(23), time(7))),
        ("من 7 إلى 7", None),
        ("من 22", None),
        ("من 22 إلى 25", None),
        ("ليلًا", None),
        ("", None),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(written: str, span: tuple[time, time] | None) -> None:
    assert parse_quiet(written) == span


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("3 أيام", 3),
        ("٣", 3),
        ("ثلاثة أيام", 3),
        ("11 يومًا", 11),
        ("يوم", 1),
        ("يومين", 2),
        ("أسبوع", 7),
        ("اسبوعين", 14),
        ("3 أسابيع", 21),
        ("شهر", 30),
        ("365", 365),
        ("366", None),
        ("0", None),
        ("3 ساعات", None),
        ("3 أيام وليلة", None),
        ("غدًا", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(written: str, days: int | None) -> None:
    assert parse_days(written) == days


def test_none_is_said_in_a_few_ways() -> None:
    assert all(map(means_none, ("بلا", "الغاء", "لا")))
    assert not means_none("")
