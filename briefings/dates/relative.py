"""Rules for expressions that count from the article's own day: «الخميس», «أمس», «الأسبوع المقبل», «قبل يومين»."""

import re
from datetime import date, timedelta

from briefings.dates import days
from briefings.dates.reading import REL, Reading, make_rule
from briefings.model import EventDate

_AWAY = {"A": -1, "B": 1}  # «قبل أمس», «بعد غد»


def _weekday_of_week(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الأحد من الأسبوع الماضي», «أحد هذا الأسبوع»."""
    step, weekday = reading.step(match), reading.number(match, "wd")
    if step is None or weekday is None:
        return None
    return days.on_day(days.add_days(days.monday_of(reading.today), 7 * step + weekday))


def _two_weekdays(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «يومي الخميس والجمعة»."""
    last = _nearest_weekday(reading, match, reading.number(match, "wd") or 0)
    first = days.add_days(last, -((last.weekday() - (reading.number(match, "from") or 0)) % 7)) if last else None
    return days.in_range(first, last)


def _weekday(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الخميس», «الأحد الماضي», «غدا الثلاثاء»: if the two words disagree, the weekday counts."""
    weekday, away = reading.number(match, "wd") or 0, reading.token(match, "r")
    if away:
        named = days.add_days(reading.today, away.value + _AWAY.get(reading.tag(match, "dir") or "", 0))
        if named and named.weekday() == weekday:
            return days.on_day(named)
    return days.on_day(_nearest_weekday(reading, match, weekday))


def _nearest_weekday(reading: Reading, match: re.Match[str], weekday: int) -> date | None:
    """Return the past or the coming weekday, as «الماضي» or «المقبل» (never today), the verb, or the register says."""
    step, back = reading.step(match), (reading.today.weekday() - weekday) % 7
    if step == -1:
        return days.add_days(reading.today, -(back or 7))
    if step == 1 or reading.everyday:
        return days.add_days(reading.today, 7 - back)
    if reading.looks_ahead(match) or (reading.number(match, "r") or 0) > 0:
        return days.add_days(reading.today, (7 - back) % 7)
    return days.add_days(reading.today, -back)


def _day_away(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «أمس», «اليوم», «بعد غد», «قبل أمس»."""
    away, step = reading.number(match, "r") or 0, _AWAY.get(reading.tag(match, "dir") or "", 0)
    return days.on_day(days.add_days(reading.today, away + step)) if step * away >= 0 else None


def _stretch(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الأسبوع الماضي», «هذا الشهر», «نهاية الأسبوع», «العام المقبل».

    A week is ISO's, from Monday; its beginning and end are those of the region, where it begins on Sunday.
    """
    step, part, today = reading.step(match), reading.tag(match, "part"), reading.today
    if reading.measures(match) or (step is None and (part is None or match["rel"])):
        return None
    step = step or 0
    if match["unit"] == "C":
        return days.in_year(today.year + step)
    if match["unit"] == "S":
        first = days.add_months(today.replace(day=1), step)
        return days.in_month(first.year, first.month) if first else None
    if part is None:
        monday = days.add_days(days.monday_of(today), 7 * step)
        return days.in_range(monday, days.add_days(monday, 6) if monday else None)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(weeks=step)
    begin, end = {"g": (0, 1), "h": (2, 4), "e": (5, 6)}[part]
    return days.in_range(sunday + timedelta(days=begin), sunday + timedelta(days=end))


def _days_ago(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «قبل يومين», «قبل خمسة أيام»; in the news, weeks and years ago are not counted to the day."""
    count = reading.number(match, "n") or reading.number(match, "unit") or 0
    return days.on_day(days.add_days(reading.today, -count)) if count in range(1, 32) else None


RULES = (
    make_rule(rf"(?P<wd>[vw])[iI]?(?:(?P<this>t)K|K{REL})", "K", _weekday_of_week),
    make_rule(rf"(?:(?P<this>t)K|K{REL})[iI]?d?(?P<wd>w)", "K", _weekday_of_week),
    make_rule(rf"d(?P<from>w)&(?P<wd>w){REL}?", "w", _two_weekdays),
    make_rule(rf"[Ed]*(?:(?P<dir>[AB])?(?P<r>[rj]),?)?[Ed]*(?P<this>t)?(?P<wd>w){REL}?", "w", _weekday),
    make_rule(r"j[b>](?P<dir>[AB])d?(?P<r>r)", "r", _day_away),
    make_rule(r"(?P<dir>[AB])?d?(?P<r>r)", "r", _day_away),
    make_rule(r"t?(?P<r>j)(?![oLlpfquz])", "j", _day_away),
    make_rule(rf"(?P<part>[ghe])?(?P<this>t)?(?P<unit>[KSC]){REL}?", "KSC", _stretch),
    make_rule(r"A(?P<n>n)?(?P<unit>d)O?(?![In])", "A", _days_ago),
)
