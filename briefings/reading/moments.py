"""What sources write for the time of a publication → moments and days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

from briefings.reading.values import Origin

_FIRST_YEAR = 1990  # of news on the web; an earlier one is a field that nobody filled in
_AHEAD = timedelta(days=1)  # what lies further ahead is no slip of a clock or of a zone
_LONGEST = 100  # letters
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]\s*(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?:(Z|UTC|GMT)|([+-]\d\d(?::?\d\d)?))?", re.IGNORECASE
)
# The zone at the end, perhaps with its name in brackets, perhaps with the year behind it («14:30:00 +0300 2022»).
_ZONE = re.compile(r"(?:[+-]\d{4}|\b[A-Z]{1,5})(?= *(?:\([^)]*\) *)?(?:\d{4})?$)", re.IGNORECASE)
_ZONES = {"gmt", "ut", "utc", "z", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"}  # RFC 822, section 5.1
_HALF = re.compile(r"\d:\d\d(?::\d\d)? *([ap])\.?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A moment in UTC and its day in the zone of the reading; the day alone; or nothing."""

    at: datetime | None = None
    on: date | None = None


def read_when(value: str | None, origin: Origin) -> When:
    """Read ISO 8601, RFC 822 and its relatives, and days in Arabic words, as the grammar of dates reads them.

    A time without an offset is local time in the zone of the reading. What lies before 1990 or more than a day ahead is
    nothing, and so is what names several days.
    """
    text = " ".join((value or "").translate(_DIGITS).split())
    if not text or len(text) > _LONGEST:
        return When()
    try:
        found = _read_iso(text) or _read_rfc822(text) or _read_words(text)
        return _place(found, origin) if found else When()
    except (ValueError, OverflowError):  # 32 January, hour 25, a moment beyond the calendar
        return When()


def _place(found: date | datetime, origin: Origin) -> When:
    """Return a moment, or a day, with its zone."""
    zone = ZoneInfo(origin.zone)
    if isinstance(found, datetime):
        at = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        when = When(at, at.astimezone(zone).date())
    else:
        at, when = datetime(found.year, found.month, found.day, tzinfo=zone), When(None, found)
    early = at.year < _FIRST_YEAR
    late = origin.now is not None and at > origin.now + _AHEAD
    return When() if early or late else when


def _read_iso(text: str) -> date | datetime | None:
    if match := _ISO_MOMENT.fullmatch(text):
        day, time, is_utc, offset = match.groups()
        return datetime.fromisoformat(f"{day}T{time}{'+00:00' if is_utc else offset or ''}")
    return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None


def _read_rfc822(text: str) -> date | datetime | None:
    """Read what feeds write by RFC 822, with its faults: no zone, a zone of nobody's, no time, am and pm."""
    if ":" not in text:
        parts = parsedate_tz(f"{text} 00:00:00")
        return date(*parts[:3]) if parts else None
    parts = parsedate_tz(text)
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    if (half := _HALF.search(text)) and hour <= 12:
        hour = hour % 12 + 12 * (half[1].lower() == "p")
    zone = _ZONE.search(text)
    # «AST» is the Atlantic's for the library, and Arabia's for whoever writes it here.
    known = zone and (zone[0][0] in "+-" or zone[0].lower() in _ZONES)
    offset = timezone(timedelta(seconds=parts[9] or 0)) if known else None
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=offset)


def _read_words(text: str) -> date | None:
    """Read a day that is written out: «الخميس، 6 كانون الثاني 2022 - 14:30»."""
    # Few sources write days in words, and to import the grammar takes longer than to read a feed.
    from briefings.dates import Anchor, find_dates  # noqa: PLC0415
    from briefings.model import Precision  # noqa: PLC0415
    from briefings.text import ParsedText  # noqa: PLC0415

    mentions = find_dates(ParsedText(text), "", 0, Anchor())
    days = {each.when.start for each in mentions if each.explicit and each.when.precision is Precision.DAY}
    only = days.pop() if len(days) == 1 else None
    return date.fromisoformat(only) if only else None
