"""Each rule of the schedule at its very bounds. Riyadh is UTC+3 all year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.schedule import date_digest, due_after_change, due_on, end_of_quiet

ZONE = "Asia/Riyadh"
MONDAY = date(2022, 1, 10)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant by Riyadh's clock, in January 2022."""
    return datetime(2022, 1, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@pytest.mark.parametrize(
    ("now", "quiet_from", "quiet_to", "end"),
    [
        pytest.param(at(10, 23), time(22), time(7), at(11, 7), id="before-midnight"),
        pytest.param(at(11, 6, 59), time(22), time(7), at(11, 7), id="after-midnight"),
        pytest.param(at(10, 22), time(22), time(7), at(11, 7), id="the-first-minute"),
        pytest.param(at(11, 7), time(22), time(7), None, id="the-end-is-not-quiet"),
        pytest.param(at(10, 21, 59), time(22), time(7), None, id="just-before"),
        pytest.param(at(10, 14), time(13), time(15), at(10, 15), id="within-a-day"),
        pytest.param(at(10, 16), time(13), time(15), None, id="after-those-of-a-day"),
        pytest.param(at(10, 12), time(22), time(22), at(10, 22), id="a-whole-day"),
        pytest.param(at(10, 23), None, time(7), None, id="no-beginning"),
        pytest.param(at(10, 23), time(22), None, None, id="no-end"),
        pytest.param(at(10, 23), None, None, None, id="none"),
    ],
)
def test_quiet_hours(now: datetime, quiet_from: time | None, quiet_to: time | None, end: datetime | None) -> None:
    assert end_of_quiet(now, quiet_from, quiet_to, ZONE) == end


@pytest.mark.parametrize(
    ("now", "digested_on", "digest_time", "day"),
    [
        pytest.param(at(10, 0, 10), date(2022, 1, 8), time(23, 50), date(2022, 1, 9), id="late-but-still-yesterdays"),
        pytest.param(at(10, 0, 10), date(2022, 1, 9), time(23, 50), MONDAY, id="yesterday-had-its-digest"),
        pytest.param(at(10, 7), date(2022, 1, 8), time(8), MONDAY, id="after-a-night-without-the-bot"),
        pytest.param(at(10, 0), date(2022, 1, 8), time(12), MONDAY, id="as-near-to-both"),
        pytest.param(at(10, 8), date(2022, 1, 8), time(8), MONDAY, id="on-time"),
        pytest.param(at(10, 9), date(2022, 1, 1), time(8), MONDAY, id="an-hour-late"),
    ],
)
def test_the_date_of_a_digest(now: datetime, digested_on: date, digest_time: time, day: date) -> None:
    assert date_digest(now, digested_on, digest_time, ZONE) == day


def test_a_date_that_the_zone_skips_has_no_digest() -> None:
    # Apia went from 29 to 31 December 2011.
    now = datetime(2011, 12, 30, 10, 10, tzinfo=UTC)  # 00:10 on the 31st
    assert date_digest(now, date(2011, 12, 28), time(23, 50), "Pacific/Apia") == date(2011, 12, 31)


@pytest.mark.parametrize(
    ("due", "digested_on", "digest_time", "next_due"),
    [
        pytest.param(at(10, 20), date(2022, 1, 9), time(18), at(10, 18), id="an-earlier-hour-still-to-come"),
        pytest.param(at(10, 20), date(2022, 1, 9), time(12), at(10, 20), id="the-new-hour-is-now"),
        pytest.param(at(10, 20), date(2022, 1, 9), time(8), at(10, 20), id="the-new-hour-is-past"),
        pytest.param(at(11, 8), date(2022, 1, 10), time(9), at(11, 9), id="today-had-its-digest"),
        pytest.param(at(10, 12), date(2022, 1, 7), time(18), at(10, 12), id="due-this-very-moment"),
        pytest.param(at(10, 8), date(2022, 1, 7), time(18), at(10, 12), id="overdue-stays-overdue"),
        pytest.param(None, date(2022, 1, 7), time(18), at(10, 18), id="days-without-a-digest-are-made-up-for-once"),
        pytest.param(at(11, 8), date(2022, 1, 9), time(8), at(10, 12), id="due-tomorrow-and-the-new-hour-is-past"),
    ],
)
def test_another_hour_is_chosen_at_noon(
    due: datetime | None, digested_on: date, digest_time: time, next_due: datetime
) -> None:
    assert due_after_change(at(10, 12), due, digested_on, digest_time, ZONE) == next_due


def test_an_hour_that_the_clocks_skip_becomes_the_first_minute_after_the_gap() -> None:
    # Berlin, 27 March 2022: 02:00 to 03:00 do not exist.
    instant = due_on(date(2022, 3, 27), time(2, 15), "Europe/Berlin")
    assert instant == datetime(2022, 3, 27, 1, tzinfo=UTC)
    assert instant.tzinfo is UTC
