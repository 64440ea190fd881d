"""What written dates mean that both registers have: a day, a month, a quarter or a year of the calendar."""

import re

from briefings.dates import days
from briefings.dates.reading import Reading
from briefings.model import EventDate


def numeric_day(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «6/1/2022»: the day comes first, unless it cannot; a year of two digits is of this century."""
    year, month, day = (reading.number(match, group) or 0 for group in ("y", "m", "d"))
    if month > 12:
        month, day = day, month
    if not year:
        moment = days.make_date(reading.today.year, month, day)
        year = reading.today.year + (moment is not None and moment < reading.today)
    return days.on_day(days.make_date(year + 2000 * (year < 100), month, day))


def month_day(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «5 يناير», «العاشر من الشهر الجاري», «5 و6 يناير»; if no year is written, a weekday chooses it."""
    first, number = reading.month(match), reading.number(match, "d") or 0
    if first is None:
        return None
    day = days.make_date(first.year, first.month, number)
    until = reading.number(match, "to")
    if until:
        return days.in_range(day, days.make_date(first.year, first.month, until))
    weekday = reading.number(match, "w")
    if weekday is None or (day and day.weekday() == weekday):
        return days.on_day(day)
    if reading.tag(match, "d") == "o" and number <= 5:  # «الثلاثاء الثالث من أيلول» that is not on the third
        return days.on_day(days.pick_nth(days.days_of(first, days.last_day(first), weekday), number))
    if reading.number(match, "y"):
        return days.on_day(day)
    near = (days.make_date(first.year + step, first.month, number) for step in (-1, 1))
    return days.on_day(next((other for other in near if other and other.weekday() == weekday), day))


def month(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve a month with its year."""
    first = reading.month(match)
    return days.in_month(first.year, first.month) if first else None


def year(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve a year."""
    return days.in_year(reading.number(match, "y"))


def _named_year(reading: Reading, match: re.Match[str]) -> int | None:
    """Return the year written, or the one «هذا العام», «العام المقبل» means; in a request this one if none is named."""
    step = reading.step(match)
    if step is None and reading.everyday:
        step = 0
    return reading.number(match, "y") or (reading.today.year + step if step is not None else None)


def quarter(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الربع الأول من 2018», «النصف الأول من العام الجاري»."""
    year, number = _named_year(reading, match), reading.number(match, "nth") or 0
    if year is None:
        return None
    if match["part"] == "Q":
        return days.quarter(year, number)
    first, last = days.quarter(year, 2 * number - 1), days.quarter(year, 2 * number)
    return EventDate(first.start, last.end, first.precision) if first and last else None
