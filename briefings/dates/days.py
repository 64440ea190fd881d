"""Arithmetic with days, weeks and months, and the days that have names. Nothing here reads text."""

from collections.abc import Iterator
from datetime import date, timedelta

from briefings.model import EventDate, Precision

THURSDAY = 3
_HIJRI_EPOCH = 227014  # 15 July 622 (Julian) as an ordinal: the epoch nearer to what Umm al-Qura announces
_MONTHS_OF_QUARTER = 3


def make_date(year: int, month: int, day: int) -> date | None:
    """Make a day of the calendar; None if there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def add_days(day: date, days: int) -> date | None:
    """Return the day so many days later; None beyond the end of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """Return the same day so many months later; if that month has no such day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = make_date(year, month + 1, 1)
    return make_date(year, month + 1, min(day.day, last_day(first).day)) if first else None


def last_day(day: date) -> date:
    """Return the last day of a day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def monday_of(day: date) -> date:
    """Return the first day of a day's week, as ISO 8601 counts weeks."""
    return day - timedelta(days=day.weekday())


def pick_nth(days: Iterator[date], nth: int) -> date | None:
    """Return the nth of some days, or the last for -1."""
    found = list(days)
    if nth > len(found) or not found:
        return None
    return found[nth - 1 if nth > 0 else nth]


def days_of(first: date, last: date, weekday: int | None = None) -> Iterator[date]:
    """Yield the days from first to last, or only those of one weekday (Monday is 0)."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if weekday is None or day.weekday() == weekday:
            yield day


def weeks_of(first: date, last: date) -> Iterator[date]:
    """Yield the Mondays of the weeks that lie wholly between two days."""
    return (monday for monday in days_of(first, last, 0) if monday + timedelta(days=6) <= last)


def quarter(year: int, number: int) -> EventDate | None:
    """Return a quarter of a year as a range."""
    first = make_date(year, (number - 1) * _MONTHS_OF_QUARTER + 1, 1) if number in range(1, 5) else None
    end = add_months(first, _MONTHS_OF_QUARTER - 1) if first else None
    return in_range(first, last_day(end)) if first and end else None


def season(year: int, number: int) -> EventDate | None:
    """Return spring (0), summer, autumn or winter of a year, solstice to equinox; winter belongs to its first year."""
    first = make_date(year, (3, 6, 9, 12)[number], (20, 21, 23, 21)[number])
    last = make_date(year + (number == 3), (6, 9, 12, 3)[number], (20, 22, 20, 19)[number])
    return in_range(first, last) if first and last else None


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The day of the tabular Islamic calendar (civil, leap years 2, 5, 7, 10, 13, 16 …), a day off at the most.

    Which months were seen to begin a day earlier or later, no calculation knows.
    """
    ordinal = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day - 385 + _HIJRI_EPOCH
    return date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else None


# The month and day of each holiday, by its folded name.
HOLIDAYS = {
    "راس السنه": (1, 1), "عيد راس السنه": (1, 1), "راس السنه الميلاديه": (1, 1), "ليله راس السنه": (12, 31),
    "عيد الحب": (2, 14), "الفالنتاين": (2, 14), "عيد المراه": (3, 8), "يوم المراه": (3, 8), "عيد الام": (3, 21),
    "عيد العمال": (5, 1), "عيد الهالوين": (10, 31), "الهالوين": (10, 31), "هالوين": (10, 31),
    "عيد الميلاد": (12, 25), "ليله عيد الميلاد": (12, 24), "الكريسماس": (12, 25), "كريسماس": (12, 25),
}  # fmt: skip
THANKSGIVING, BLACK_FRIDAY = "عيد الشكر", "الجمعه السوداء"  # the fourth Thursday of November, the day after


def holiday(name: str, year: int) -> date | None:
    """Return the day of a holiday in a year."""
    if name in HOLIDAYS:
        return make_date(year, *HOLIDAYS[name])
    november = make_date(year, 11, 1)
    thursday = pick_nth(days_of(november, last_day(november), THURSDAY), 4) if november else None
    return add_days(thursday, 1) if thursday and name == BLACK_FRIDAY else thursday


def on_day(day: date | None) -> EventDate | None:
    """Return a day as the date of an event."""
    return EventDate(day.isoformat(), None, Precision.DAY) if day else None


def in_range(first: date | None, last: date | None) -> EventDate | None:
    """Return a range of days as the date of an event; None if it has no length."""
    if first is None or last is None or first >= last:
        return None
    return EventDate(first.isoformat(), last.isoformat(), Precision.RANGE)


def in_month(year: int | None, month: int) -> EventDate | None:
    """Return a month as the date of an event."""
    return EventDate(f"{year:04}-{month:02}", None, Precision.MONTH) if year else None


def in_year(year: int | None) -> EventDate | None:
    """Return a year as the date of an event."""
    return EventDate(f"{year:04}", None, Precision.YEAR) if year else None
