"""The hour of a digest: reading it from words, and finding the instant it falls on."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


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
        instant = due_after(day - timedelta(days=1), digest_time, zone)
        if instant > after:
            return instant
        day += timedelta(days=1)


def due_after(day: date, digest_time: time, zone: str) -> datetime:
    """The instant (UTC) of the digest of the first local date after ``day``."""
    while True:
        day += timedelta(days=1)
        instant = due_on(day, digest_time, zone)
        # A date that a zone skips altogether (Apia, 30 December 2011) has no digest of its own.
        if local_date(instant, zone) == day:
            return instant


def date_digest(now: datetime, digested_on: date, digest_time: time, zone: str) -> date:
    """The local date whose digest it is that goes out now.

    One that comes late counts for the date whose hour is nearer: at 00:10 the digest of 23:50 is still yesterday's,
    after a night's outage the one at 07:00 is today's, and none follows at 08:00.
    """
    today = local_date(now, zone)
    yesterday = today - timedelta(days=1)
    due_today, due_yesterday = due_on(today, digest_time, zone), due_on(yesterday, digest_time, zone)
    if due_today <= now or yesterday <= digested_on or local_date(due_yesterday, zone) != yesterday:
        return today
    return yesterday if now - due_yesterday < due_today - now else today


def due_after_change(now: datetime, due: datetime | None, digested_on: date, digest_time: time, zone: str) -> datetime:
    """When the next digest is due once the reader has chosen another hour, or another zone, or ends a pause.

    Today's, where it is still to come and the new hour is past, keeps the hour that it had if that is today, too;
    else it is due at once. A date that has had its digest gets no other. Dates before today that had none, because
    of a pause, are made up for by today's at its hour; only what is overdue already stays so.
    """
    overdue = due is not None and due <= now
    yesterday = local_date(now, zone) - timedelta(days=1)
    chosen = due_after(digested_on if overdue else max(digested_on, yesterday), digest_time, zone)
    if chosen > now:
        return chosen
    keeps = due is not None and due > now and local_date(due, zone) == local_date(now, zone)
    return due if due and keeps else now


def end_of_quiet(now: datetime, quiet_from: time | None, quiet_to: time | None, zone: str) -> datetime | None:
    """The end of the quiet hours that last now; None where it is not quiet. They may cross midnight.

    >>> end_of_quiet(datetime(2022, 1, 7, 21, tzinfo=UTC), time(22), time(7), "Asia/Riyadh").isoformat()
    '2022-01-08T04:00:00+00:00'
    """
    if quiet_from is None or quiet_to is None:
        return None
    today = local_date(now, zone)
    for day in (today - timedelta(days=1), today):
        begin, end = due_on(day, quiet_from, zone), due_on(day, quiet_to, zone)
        if quiet_to <= quiet_from:
            end = due_on(day + timedelta(days=1), quiet_to, zone)
        if begin <= now < end:
            return end
    return None


def local_date(instant: datetime, zone: str) -> date:
    """The date that a calendar in the zone shows."""
    return instant.astimezone(ZoneInfo(zone)).date()
