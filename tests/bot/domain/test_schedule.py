"""The hour of a digest, through clock changes (tzdata 2026)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import due_after_change, due_on, local_date, next_due
from bot.input.parsing import parse_time

ZONES = ("Asia/Riyadh", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns")
RIYADH = "Asia/Riyadh"
BEGIN, END = datetime(2010, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - hypothesis adds the zone to its bounds


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("08:30", time(8, 30)),
        ("8:30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("٠٨:٣٠", time(8, 30)),
        ("8", time(8)),
        ("23:59", time(23, 59)),
        ("0:00", time(0)),
        ("8 مساءً", time(20)),
        ("8:15 م", time(20, 15)),
        ("12 ص", time(0)),
        ("12 م", time(12)),
        ("7:30 صباحًا", time(7, 30)),
        ("9 PM", time(21)),
        ("24:00", None),
        ("25:00", None),
        ("8:60", None),
        ("13 مساءً", None),
        ("8 غدًا", None),
        ("", None),
        ("ثماني", None),
        ("-8", None),
        ("8:3", None),
        ("²", None),
    ],
)
def test_an_hour_is_read_as_people_write_it(written: str, hour: time | None) -> None:
    assert parse_time(written) == hour


@pytest.mark.parametrize(
    ("zone", "day", "hour", "local"),
    [
        # 00:00 to 00:59 do not exist that day: the first minute that does.
        ("Africa/Cairo", date(2026, 4, 24), time(0, 30), "2026-04-24T01:00+03:00"),
        ("Asia/Beirut", date(2026, 3, 29), time(0), "2026-03-29T01:00+03:00"),
        # 23:00 to 23:59 come twice: the first of them.
        ("Africa/Cairo", date(2026, 10, 29), time(23, 30), "2026-10-29T23:30+03:00"),
        ("Africa/Casablanca", date(2026, 2, 15), time(2, 30), "2026-02-15T02:30+01:00"),
        (RIYADH, date(2026, 4, 24), time(8), "2026-04-24T08:00+03:00"),
    ],
)
def test_skipped_and_repeated_hours(zone: str, day: date, hour: time, local: str) -> None:
    assert due_on(day, hour, zone).astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") == local


@given(
    after=st.datetimes(BEGIN, END, timezones=st.just(UTC)),
    hour=st.times(),
    zone=st.sampled_from(ZONES),
)
def test_the_next_digest_is_later_and_none_lies_between(after: datetime, hour: time, zone: str) -> None:
    hour = hour.replace(second=0, microsecond=0)
    due = next_due(after, hour, zone)
    assert due > after
    day = local_date(due, zone)
    # Apia had no 30 December 2011, and digests of no day that does not exist.
    assert day - local_date(after, zone) <= timedelta(days=2)
    yesterday = due_on(day - timedelta(days=1), hour, zone)
    assert yesterday <= after or local_date(yesterday, zone) != day - timedelta(days=1)


@given(
    first=st.datetimes(BEGIN, END, timezones=st.just(UTC)),
    hour=st.times(),
    zone=st.sampled_from(ZONES),
)
def test_there_is_one_digest_on_every_local_date(first: datetime, hour: time, zone: str) -> None:
    hour = hour.replace(second=0, microsecond=0)
    dues = [first]
    for _ in range(4):
        dues.append(next_due(dues[-1], hour, zone))
    days = [local_date(due, zone) for due in dues[1:]]
    assert len(set(days)) == len(days)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of January 2022, by Riyadh's clock."""
    return datetime(2022, 1, day, hour, minute, tzinfo=ZoneInfo(RIYADH)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "due", "digested", "chosen", "then"),
    [
        (at(10, 6), at(10, 8), 9, time(20), at(10, 20)),  # today's is put off
        (at(10, 6), at(10, 8), 9, time(7), at(10, 7)),  # or brought forward
        (at(10, 9, 30), at(10, 10), 9, time(9), at(10, 10)),  # today's was still to come: it comes
        (at(10, 9), at(11, 8), 10, time(20), at(11, 20)),  # today has had one
        (at(10, 9), at(11, 8), 10, time(7), at(11, 7)),
        (at(12, 6), at(10, 8), 9, time(20), at(12, 6)),  # after an outage: what is overdue stays so
        (at(10, 9), None, 10, time(20), at(11, 20)),
        (at(13, 6), at(17, 8), 9, time(8), at(13, 8)),  # a pause ends: today's is still to come
        (at(13, 9), at(17, 8), 9, time(8), at(13, 9)),  # or past, and today had none
        (at(10, 16), at(14, 8), 10, time(8), at(11, 8)),
    ],
)
def test_another_hour_loses_no_digest(
    now: datetime, due: datetime | None, digested: int, chosen: time, then: datetime
) -> None:
    assert due_after_change(now, due, date(2022, 1, digested), chosen, RIYADH) == then
