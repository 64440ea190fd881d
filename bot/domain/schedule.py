"""When a digest is due, and for which local date it counts. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FAR = timedelta(days=2)
"""How much later than the reader's hour can say a digest may be due. What is later was written by a clock ahead."""


def due_on(day: date, digest_time: time, zone: str) -> datetime:
    """Return the instant (UTC) of an hour on a local date.

    If the clocks skip the hour, it is the first minute after the gap. If the hour comes twice, the first one counts.
    """
    local = datetime.combine(day, digest_time)
    while True:
        instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
            return instant
        local += timedelta(minutes=1)


def next_due(after: datetime, digest_time: time, zone: str) -> datetime:
    """Return the first instant (UTC) later than ``after`` at which a digest is due. Every local date has one digest."""
    day = local_date(after, zone)
    while True:
        instant = due_after(day - timedelta(days=1), digest_time, zone)
        if instant > after:
            return instant
        day += timedelta(days=1)


def due_after(day: date, digest_time: time, zone: str) -> datetime:
    """Return the instant (UTC) of the digest of the first local date after ``day``."""
    while True:
        day += timedelta(days=1)
        instant = due_on(day, digest_time, zone)
        # A zone may skip a whole date (Apia, 30 December 2011). Such a date has no digest.
        if local_date(instant, zone) == day:
            return instant


def date_digest(now: datetime, digested_on: date, digest_time: time, zone: str) -> date:
    """Return the local date of a digest that goes out now.

    A late digest counts for the date whose hour is nearer. At 00:10 the digest of 23:50 is still yesterday's. After an
    outage at night, the digest at 07:00 is today's, and no other digest follows at 08:00.
    """
    today = local_date(now, zone)
    yesterday = today - timedelta(days=1)
    due_today, due_yesterday = due_on(today, digest_time, zone), due_on(yesterday, digest_time, zone)
    if due_today <= now or yesterday <= digested_on or local_date(due_yesterday, zone) != yesterday:
        return today
    return yesterday if now - due_yesterday < due_today - now else today


def due_after_change(now: datetime, due: datetime | None, digested_on: date, digest_time: time, zone: str) -> datetime:
    """Return when the next digest is due after a change of the hour or the zone, or after the end of a pause.

    A local date that has had its digest gets no other one. If today's digest is still to come and its new hour is past,
    it keeps its old hour if that is today, too. Otherwise the digest is due at once. News from dates
    without a digest, because of a pause, comes with today's digest at its hour. An overdue digest stays overdue.
    """
    overdue = due is not None and due <= now
    yesterday = local_date(now, zone) - timedelta(days=1)
    chosen = due_after(digested_on if overdue else max(digested_on, yesterday), digest_time, zone)
    if chosen > now:
        return chosen
    keeps = due is not None and due > now and local_date(due, zone) == local_date(now, zone)
    return due if due and keeps else now


def mend(now: datetime, due: datetime, digested_on: date, digest_time: time, zone: str) -> tuple[datetime, date] | None:
    """Return when the next digest is due, and the date of the last one, if both were written by a clock ahead of ours.

    None if they are as they can be.
    """
    latest = next_due(now, digest_time, zone)
    if due <= latest + FAR and digested_on <= local_date(now, zone) + FAR:
        return None
    return latest, local_date(latest, zone) - timedelta(days=1)


def end_of_quiet(now: datetime, quiet_from: time | None, quiet_to: time | None, zone: str) -> datetime | None:
    """Return the end of the quiet hours that last now; None outside quiet hours. Quiet hours may cross midnight.

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
    """Return the date that a calendar in the zone shows."""
    return instant.astimezone(ZoneInfo(zone)).date()
