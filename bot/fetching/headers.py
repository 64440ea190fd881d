"""What headers of answers say about time, and what of them is kept."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_WAIT, _LONGEST_FRESHNESS = timedelta(days=2), timedelta(days=7)
_DIRECTIVE = re.compile(r"([a-z-]+)(?:\s*=\s*\"?(\d{1,10})\"?)?", re.IGNORECASE)
_LONGEST = 500  # letters of a header that is kept


def read_retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long the server asks to be left alone: in seconds, or until a date (RFC 9110, section 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal() and len(value) <= 10:
        wait = timedelta(seconds=int(value))
    elif (until := _read_date(value)) is not None:
        wait = until - (_read_date(headers.get("Date", "")) or now)
    else:
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def read_freshness(headers: Mapping[str, str]) -> timedelta | None:
    """Return for how long an answer need not be asked for again (RFC 9111, section 4.2.1); None if nothing is said.

    The clock of the server counts: ``Expires`` is held against its own ``Date``.
    """
    said = {name.lower(): value for name, value in _DIRECTIVE.findall(headers.get("Cache-Control", "")[:_LONGEST])}
    if "no-cache" in said or "no-store" in said:
        return None
    if age := said.get("max-age"):
        spent = headers.get("Age", "").strip()
        fresh = timedelta(seconds=int(age) - (int(spent) if spent.isdecimal() and len(spent) <= 10 else 0))
    else:
        expires, date = _read_date(headers.get("Expires", "")), _read_date(headers.get("Date", ""))
        if expires is None or date is None:
            return None
        fresh = expires - date
    return min(fresh, _LONGEST_FRESHNESS) if fresh > timedelta(0) else None


def keep_header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header that can be kept and sent back; None if there is none, or if it is no line of short text."""
    value = headers.get(name, "").strip()
    return value if value.isprintable() and 0 < len(value) <= _LONGEST else None


def _read_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
