"""Parse what readers write: hours, cities, quiet hours, numbers of days, days of the calendar."""

import re
from datetime import date, time
from functools import cache
from zoneinfo import available_timezones

from tzfpy import get_tz

from bot.domain.calendar import Days
from bot.input.commands import fold_phrase
from bot.input.spelling import cut, find_near
from bot.rendering.wording import WORDING, say_zone
from briefings.dates import Anchor, find_dates
from briefings.dates.days import last_day
from briefings.model import EventDate, Precision
from briefings.text import ParsedText, fold, read_cardinal, read_scaled, split_words

_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_BETWEEN = re.compile(r"\s+(?:الي|حتي|to)\s+|\s*[-–—]\s*")
_NEAR = 0.8  # of difflib's ratio
_LONGEST_PAUSE = 365
_NEGATIVE = re.compile(r"[-−–—]\s*\d")


_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.,٫](?P<minute>\d{2}))?\s*(?P<half>[^\W\d]+)?")


def parse_time(text: str) -> time | None:
    """Read «8:30», «٠٨:٣٠», «8» or «8 مساءً»; None if it is no hour.

    >>> parse_time("٨:٣٠ مساءً")
    datetime.time(20, 30)
    """
    match = _HOUR.fullmatch(fold(cut(text)).strip().lower())
    if not match:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= 12 or half not in WORDING.morning + WORDING.evening:
            return None
        hour = hour % 12 + (12 if half in WORDING.evening else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def find_zone(text: str) -> str | None:
    """Return the zone of the city that a text names; cities on the page of zones may be misspelt.

    >>> find_zone("القاهره"), find_zone("بيروط"), find_zone("مكة المكرمة")
    ('Africa/Cairo', 'Asia/Beirut', 'Asia/Riyadh')
    """
    names, phrase = _list_names(), fold_phrase(cut(text))
    near = {names[name] for name in find_near(phrase, names, at_least=_NEAR)} & WORDING.zones.keys()
    return names.get(phrase) or (near.pop() if len(near) == 1 else None)


def find_zone_at(latitude: float, longitude: float) -> str | None:
    """Return the zone of a location; None if it is the zone of no city, as at sea.

    >>> find_zone_at(30.0, 31.2)
    'Africa/Cairo'
    """
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    zone = get_tz(longitude, latitude)
    return zone if zone in list_zones() else None


def suggest_zones(text: str) -> tuple[str, ...]:
    """Return the zones of the cities whose names are near to a text, the nearest first."""
    names = _list_names()
    near = find_near(fold_phrase(cut(text)), names, at_least=_NEAR)
    return tuple(dict.fromkeys(names[name] for name in near))


@cache
def list_zones() -> frozenset[str]:
    """Return the zones that readers can choose."""
    return frozenset(_list_names().values())


def parse_quiet(text: str) -> tuple[time, time] | None:
    """Read «من 22 إلى 7» or «11 مساءً - 7 صباحًا»; None if it is not two hours.

    >>> parse_quiet("من ٢٢ إلى ٧")
    (datetime.time(22, 0), datetime.time(7, 0))
    """
    ends = _BETWEEN.split(fold(cut(text)).strip().removeprefix("من "))
    begin, end = (parse_time(each) for each in ends) if len(ends) == 2 else (None, None)
    return (begin, end) if begin is not None and end is not None and begin != end else None


def means_none(text: str) -> bool:
    """Return whether a text asks for none: «هدوء بلا»."""
    return fold_phrase(cut(text)) in map(fold_phrase, WORDING.none)


def parse_days(text: str) -> int | None:
    """Read «3», «ثلاثة أيام», «يومين» or «أسبوع»; None if it is no number of days, or more than a year.

    >>> parse_days("يومين"), parse_days("ثلاثة أيام"), parse_days("3 أسابيع")
    (2, 3, 21)
    """
    words = split_words(cut(text))
    if not words or _NEGATIVE.search(text):
        return None
    number = read_scaled(words, 0) or read_cardinal(words, 0)
    units = words[number.last + 1 :] if number else words
    names = {fold(name): days for name, days in WORDING.days.items()}
    if len(units) > 1 or any(unit.folded not in names for unit in units):
        return None
    days = (number.value if number else 1) * (names[units[0].folded] if units else 1)
    return days if 1 <= days <= _LONGEST_PAUSE else None


def parse_calendar(text: str, today: date) -> Days | None:
    """Read «من 5 إلى 9 يناير», «يوم الأربعاء» or «يناير»; None if the text says anything else.

    >>> parse_calendar("من ٥ إلى ٩ يناير", date(2022, 1, 12))
    Days(first=datetime.date(2022, 1, 5), last=datetime.date(2022, 1, 9))
    """
    text = cut(text)
    mentions = find_dates(ParsedText(text), "", 0, Anchor(today))
    said = [False] * len(text)
    for mention in mentions:
        said[mention.span.start : mention.span.end] = [True] * (mention.span.end - mention.span.start)
    besides = {word.folded for word in split_words(text) if not said[word.start]}
    ends = [end for mention in mentions if (end := _find_ends(mention.when))]
    if not ends or not besides <= {fold(word) for word in WORDING.calendar}:
        return None
    return Days(min(first for first, _ in ends), max(last for _, last in ends))


def _find_ends(when: EventDate) -> tuple[date, date] | None:
    if when.start is None or when.precision in {Precision.YEAR, Precision.BEFORE, Precision.AFTER}:
        return None
    if when.precision is Precision.MONTH:
        first = date.fromisoformat(f"{when.start}-01")
        return first, last_day(first)
    first = date.fromisoformat(when.start)
    return first, date.fromisoformat(when.end) if when.end else first


@cache
def _list_names() -> dict[str, str]:
    """Return zones by folded names of cities: the offered names first, then those of CLDR, then the Latin ones."""
    zones = sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS))
    offered = [(name, zone) for zone, words in WORDING.zones.items() for name in (say_zone(zone), *words)]
    named = [(say_zone(zone), zone) for zone in zones]
    latin = [(name, zone) for zone in zones for name in (zone, zone.rpartition("/")[2].replace("_", " "))]
    names: dict[str, str] = {}
    for name, zone in (*offered, *named, *latin):
        names.setdefault(fold_phrase(name), zone)
    return names
