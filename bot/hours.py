"""The hour of a digest: reading it from words, and finding the instant it falls on."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.wording import WORDING
from briefings.arabic import fold

_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.,٫](?P<minute>\d{2}))?\s*(?P<half>[^\W\d]+)?")


def parse_time(text: str) -> time | None:
    """Read «8:30», «٠٨:٣٠», «8» or «8 مساءً»; None where it is no hour.

    >>> parse_time("٨:٣٠ مساءً")
    datetime.time(20, 30)
    """
    match = _HOUR.fullmatch(fold(text).strip().lower())
    if not match:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= 12 or half not in WORDING.morning + WORDING.evening:
            return None
        hour = hour % 12 + (12 if half in WORDING.evening else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def due_on(day: date, digest_time: time, zone: str) -> datetime:
    """The instant (UTC) of that hour on that local date.

    An hour that the clocks skip becomes the first minute after the gap; of a repeated one, the first counts.
    """
    local = datetime.combine(day, digest_time)
    while True:
        instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
            return instant
        local += timedelta(minutes=1)


def next_due(after: datetime, digest_time: time, zone: str) -> datetime:
    """The first instant (UTC) later than ``after`` at which a digest is due: one on every local date."""
    day = local_date(after, zone)
    while True:
        instant = due_on(day, digest_time, zone)
        # A date that a zone skips altogether (Apia, 30 December 2011) has no digest of its own.
        if instant > after and local_date(instant, zone) == day:
            return instant
        day += timedelta(days=1)


def due_after_change(now: datetime, due: datetime | None, digest_time: time, zone: str) -> datetime:
    """When the next digest is due once the reader has chosen another hour.

    Where the new hour is already past today and today's digest still to come, that one keeps its hour.
    """
    chosen = next_due(now, digest_time, zone)
    if due and local_date(due, zone) < local_date(chosen, zone):
        return due
    return chosen


def local_date(instant: datetime, zone: str) -> date:
    """The date that a calendar in the zone shows."""
    return instant.astimezone(ZoneInfo(zone)).date()
