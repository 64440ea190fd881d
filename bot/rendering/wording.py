"""The small words of the bot: counted nouns, dates, labels. The words stand in ``templates/wording.toml``."""

import re
import tomllib
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from pydantic import BaseModel, ConfigDict

from briefings.model import EventDate, FigureValue, Precision, Qualifier
from briefings.text.arabic import fold
from storage.model.values import Digits, Months

_LOCALE = Locale("ar")
# CLDR names the months as each of these countries does.
_CALENDARS = {Months.COMMON: _LOCALE, Months.LEVANT: Locale("ar", "LB"), Months.MAGHREB: Locale("ar", "DZ")}
_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_TO_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
_SEPARATED = re.compile(r"(?<=\d)[.,](?=\d)")
_SINGLE_DAYS = {Precision.DAY, Precision.REPORTED}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

PluralForm = Literal["zero", "one", "two", "few", "many", "other"]


class CommandWording(BaseModel):
    """The name of a command on a button, its line in the menu, and the Arabic words that mean the command."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str = ""  # on a button
    about: str = ""
    example: str = ""  # what may follow the words
    words: tuple[str, ...] = ()
    takes_more: bool = False  # more words may follow: «الساعة 8:30»
    is_exact: bool = False  # misspelt words do not run it
    is_usual: bool = False  # suggested if no other command is near


class Wording(BaseModel):
    """What the TOML file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    morning: tuple[str, ...]
    evening: tuple[str, ...]
    none: tuple[str, ...]
    calendar: tuple[str, ...]  # words that may stand beside days in a request
    days: dict[str, int]  # a word for a span → how many days it is
    zones: dict[str, tuple[str, ...]]  # IANA names that are offered → what else they are called
    nouns: dict[str, dict[PluralForm, str]]
    numbers: dict[int, str]
    figures: dict[str, str]
    dates: dict[str, str]
    labels: dict[str, str]
    commands: tuple[CommandWording, ...]
    admin_commands: tuple[CommandWording, ...]


WORDING = Wording.model_validate(
    tomllib.loads(resources.files("bot.rendering").joinpath("templates", "wording.toml").read_text(encoding="utf-8"))
)
_LABELS = WORDING.labels | {
    each.name: each.label for each in (*WORDING.commands, *WORDING.admin_commands) if each.label
}


def count(number: int, noun: str) -> str:
    """Return a counted noun in the plural form that Arabic asks for.

    >>> count(2, "source"), count(4, "source"), count(11, "source")
    ('مصدران', 'أربعة مصادر', '11 مصدرًا')
    """
    # CLDR's rule for Arabic knows these six categories and no other.
    form: PluralForm = _LOCALE.plural_form(number)  # type: ignore[assignment]  # babel says str
    return WORDING.nouns[noun][form].format(WORDING.numbers.get(number, number))


def label(name: str, *values: object) -> str:
    """Return the words on a button, or words that several messages share."""
    return _LABELS[name].format(*values)


def superscript(number: int) -> str:
    """Return the number of a footnote.

    >>> superscript(12)
    '¹²'
    """
    return str(number).translate(_SUPERSCRIPTS)


def write_digits(text: str, digits: Digits) -> str:
    """Return a text in these digits.

    >>> write_digits("19,000 في 8:30", Digits.ARABIC), write_digits("١٩٬٠٠٠", Digits.WESTERN)
    ('١٩٬٠٠٠ في ٨:٣٠', '19,000')
    """
    if digits is Digits.WESTERN:
        return text.translate(_TO_WESTERN)
    return _SEPARATED.sub(lambda mark: "٬" if mark.group() == "," else "٫", text).translate(_TO_ARABIC)


@lru_cache(maxsize=10_000)
def say_date(day: date, pattern: str = "d MMMM y", months: Months = Months.COMMON) -> str:
    """Return a date in words, by a pattern of CLDR.

    >>> say_date(date(2022, 1, 11), "EEEE d MMMM y")
    'الثلاثاء 11 يناير 2022'
    >>> say_date(date(2022, 1, 11), "d MMMM", Months.LEVANT), say_date(date(2022, 1, 11), "d MMMM", Months.MAGHREB)
    ('11 كانون الثاني', '11 جانفي')
    """
    return format_date(day, pattern, locale=_CALENDARS[months])


def say_day(day: date, today: date, months: Months = Months.COMMON, *, weekday: bool = False) -> str:
    """Return a day in words, without the current year.

    >>> say_day(date(2022, 1, 5), date(2022, 1, 11), weekday=True)
    'الأربعاء 5 يناير'
    """
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return say_date(day, f"EEEE {pattern}" if weekday else pattern, months)


def say_event_date(when: EventDate, today: date, months: Months = Months.COMMON, *, weekday: bool = False) -> str:
    """Return the date of an event, as precise as it is known; "" if it is unknown.

    >>> say_event_date(EventDate("2022-01-30", "2022-02-02", Precision.RANGE), date(2022, 2, 3))
    'من 30 يناير إلى 2 فبراير'
    >>> say_event_date(EventDate("2022-01-06", "2022-01-07", Precision.RANGE), date(2023, 2, 3))
    'من 6 إلى 7 يناير 2022'
    >>> say_event_date(EventDate("2022-01-05", None, Precision.REPORTED), date(2022, 1, 11), weekday=True)
    'نُشر يوم الأربعاء 5 يناير'
    """
    if when.start is None or when.precision is Precision.NONE:
        return ""
    start = _say_iso(when.start, today, months, weekday=weekday and when.precision in _SINGLE_DAYS)
    if when.precision is Precision.REPORTED:
        return WORDING.dates["reported_on_weekday" if weekday else "reported"].format(start=start)
    if when.precision is Precision.RANGE and when.end and when.end != when.start:
        if len(when.start) == 10 and when.start[:7] == when.end[:7]:
            start = str(int(when.start[8:]))  # the month is said once
        return WORDING.dates["range"].format(start=start, end=_say_iso(when.end, today, months))
    if when.precision in {Precision.BEFORE, Precision.AFTER}:
        return WORDING.dates[when.precision].format(start=start)
    return start


def _say_iso(iso: str, today: date, months: Months, *, weekday: bool = False) -> str:
    if len(iso) == 4:
        return iso
    if len(iso) == 7:
        return say_date(date.fromisoformat(f"{iso}-01"), "MMMM y", months)
    return say_day(date.fromisoformat(iso), today, months, weekday=weekday)


# «عشرات» and the like, by the least number that each means.
_VAGUE_SIZES = {
    "millions": 1_000_000,
    "hundred_thousands": 100_000,
    "ten_thousands": 10_000,
    "thousands": 1_000,
    "hundreds": 100,
    "tens": 10,
}


def say_figure(value: FigureValue) -> str:
    """Return a value with its unit and the qualifier of its source.

    >>> say_figure(FigureValue(6000, Qualifier.ABOUT, "شخص", None, None, None, ()))
    'نحو 6000 شخص'
    >>> say_figure(FigureValue(26, Qualifier.EXACTLY, "محتج", None, None, None, ()))
    '26 محتجًا'
    """
    words = WORDING.figures
    unit = "" if fold(value.unit).startswith("اخر") else value.unit  # «2200 others», without those they are added to
    if value.qualifier is Qualifier.VAGUE:
        size = next(size for size, least in _VAGUE_SIZES.items() if value.value >= least or size == "tens")
        said = words[size].format(unit)
    else:
        said = words[value.qualifier].format(f"{_say_number(value.value)} {_count_unit(value.value, unit)}".strip())
    return (words["day"].format(said.strip()) if value.period == "day" else said).strip()


def _say_number(number: int) -> str:
    return f"{number:,}" if number >= 10_000 else str(number)


def _count_unit(number: int, unit: str) -> str:
    """Return a singular noun as it stands after a number; "" if the number asks for a plural."""
    form = _LOCALE.plural_form(number)
    if form == "other":
        return unit
    if form != "many":  # the heading says what is counted
        return ""
    return unit if not unit or " " in unit or unit[-1] in "ةىاءً" else f"{unit}ًا"


def say_moment(moment: datetime, now: datetime, zone: str, months: Months = Months.COMMON) -> str:
    """Return an instant by the reader's clock: «اليوم 08:00»."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    one = timedelta(days=1)
    names = {today: "today", today - one: "yesterday", today + one: "tomorrow"}
    return WORDING.dates[names.get(local.date(), "moment")].format(
        day=say_day(local.date(), today, months), time=f"{local:%H:%M}"
    )


def say_zone(zone: str) -> str:
    """Return the city that names a zone: «الرياض»."""
    return get_timezone_location(ZoneInfo(zone), locale=_LOCALE, return_city=True)
