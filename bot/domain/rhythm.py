"""When a source is visited next: often if it often brings news, seldom if it fails. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.telegram.back_off import double_wait

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
_LONGEST_AFTER_FAULTS = timedelta(hours=6)  # so that it is noticed on the same day that a source works again
_LONGEST_ASKED = timedelta(days=7)  # a server that asks for more is mistaken
_DAY = timedelta(days=1)
_MEMORY = 3.0  # days over which the rate is averaged: news comes by day, and less on Fridays
_NEWS_A_VISIT = 0.5  # that are expected: most news is found soon after it came, and most visits are for something
_UNKNOWN_RATE = 4.0  # a day, of a source whose entries have no moments
_JITTER = 0.1  # of the interval at most is left out: sources added together shall not be visited together for ever


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a source is visited next, and how much news a day it is thought to bring."""

    interval: timedelta
    news_per_day: float | None


def guess_rate(moments: Iterable[datetime], now: datetime) -> float:
    """Return how much news a day a source seems to bring, by the moments of the entries that it has. Unread before."""
    ages = sorted(age for moment in moments if timedelta() <= (age := now - moment) <= _MEMORY * _DAY)
    if not ages:
        return _UNKNOWN_RATE
    # Of a feed with a fixed number of entries, the oldest is where the feed begins, not where the news does.
    return len(ages) / max(ages[-1] / _DAY, SHORTEST / _DAY)


def update_rate(rate: float, new: int, since: timedelta) -> float:
    """Return the rate after a visit: an average in which a day counts ever less.

    :param rate: news a day, as it was thought before.
    :param new: entries that came.
    :param since: the time in which they came.
    """
    days = max(since / _DAY, 1e-6)
    weight = math.exp(-days / _MEMORY)
    return weight * rate + (1 - weight) * new / days


def plan_next(rate: float, asked: Iterable[timedelta | None], spread: float) -> Rhythm:
    """Return when a source is visited again that was read.

    :param rate: news a day.
    :param asked: how long its server, or the source itself, asks to wait; at most a day is heeded.
    :param spread: a random number from 0 to 1.
    """
    wanted = min(LONGEST, max(SHORTEST, _NEWS_A_VISIT / rate * _DAY if rate > 1e-3 else LONGEST))
    heeded = min(LONGEST, max((each for each in asked if each), default=timedelta()))
    return Rhythm(max(SHORTEST, heeded, wanted * (1 - _JITTER * spread)), rate)


def plan_retry(
    failures: int, retry_after: timedelta | None, spread: float, news_per_day: float | None = None
) -> Rhythm:
    """Return when a source is visited again that failed: each failure doubles the wait, up to six hours.

    :param failures: in a row, with this one.
    :param retry_after: what its server asks for; at most a week is heeded.
    :param spread: a random number from 0 to 1.
    """
    longest = _LONGEST_AFTER_FAULTS.total_seconds()
    wait = double_wait(failures, SHORTEST.total_seconds(), longest, spread)
    asked = min(_LONGEST_ASKED, retry_after or timedelta())
    return Rhythm(max(timedelta(seconds=wait), asked), news_per_day)
