"""Sources are visited at their own rhythm, within bounds, and never sooner than they ask."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rhythm import LONGEST, SHORTEST, guess_rate, plan_next, plan_retry, update_rate

NOW = datetime(2022, 1, 7, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
spreads = st.floats(0, 1)
rates = st.floats(0, 1e6)
waits = st.none() | st.timedeltas(timedelta(), 400 * DAY)


@given(rates, st.lists(waits), spreads)
def test_the_next_visit_lies_between_five_minutes_and_a_day(
    rate: float, asked: list[timedelta | None], spread: float
) -> None:
    interval = plan_next(rate, asked, spread).interval
    assert SHORTEST <= interval <= LONGEST
    assert all(interval >= min(each, LONGEST) for each in asked if each)


@given(rates, rates, spreads)
def test_who_brings_more_news_is_visited_no_less_often(rate: float, more: float, spread: float) -> None:
    less, more = sorted((rate, more))
    assert plan_next(more, [], spread).interval <= plan_next(less, [], spread).interval


@given(st.integers(1, 10_000), waits, spreads)
def test_a_source_that_fails_is_visited_within_hours_unless_it_asks_for_more(
    failures: int, retry_after: timedelta | None, spread: float
) -> None:
    interval = plan_retry(failures, retry_after, spread).interval
    assert 0.75 * SHORTEST <= interval <= max(6 * HOUR, min(retry_after or MINUTE, 7 * DAY))
    assert interval >= min(retry_after or MINUTE, 7 * DAY)
    assert plan_retry(failures + 1, retry_after, spread).interval >= interval


@given(rates, st.integers(0, 10_000), st.timedeltas(timedelta(), 100 * DAY))
def test_a_rate_moves_towards_what_came(rate: float, new: int, since: timedelta) -> None:
    came = new / max(since / DAY, 1e-6)
    low, high = sorted((rate, came))
    assert low * (1 - 1e-9) <= update_rate(rate, new, since) <= high * (1 + 1e-9)


@pytest.mark.parametrize("per_day", [0.5, 4, 48, 500])
def test_the_rate_of_a_steady_source_is_learned_whatever_was_thought_before(per_day: float) -> None:
    rate, brought, passed = 4.0, 0.0, timedelta()
    while passed < 14 * DAY:
        interval = plan_next(rate, [], 0.5).interval
        passed += interval
        due = passed / DAY * per_day - brought
        brought += int(due)
        rate = update_rate(rate, int(due), interval)
    assert rate == pytest.approx(per_day, rel=0.3)


def test_a_new_source_is_judged_by_the_moments_of_its_entries() -> None:
    hourly = [NOW - number * HOUR for number in range(1, 21)]
    assert guess_rate(hourly, NOW) == pytest.approx(24)
    assert guess_rate([], NOW) == guess_rate([NOW - 30 * DAY, NOW + DAY], NOW)  # nothing of these days: not known
    assert plan_next(guess_rate(hourly, NOW), [], 0).interval == 30 * MINUTE
