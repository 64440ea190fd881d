"""The clock and the events on its way."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.preview.replay import START, Arrival, Replay, StoryClock, plan_arrivals
from briefings.model import Article

DAY = timedelta(days=1)


class StoppedTime:
    """A monotonic clock that stands where it is put."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class DiaryNewsroom:
    """A newsroom that writes down what happens when; a digest is due each morning at eight in Riyadh."""

    def __init__(self, clock: StoryClock, due: datetime | None = None) -> None:
        self.clock = clock
        self.due = due
        self.stuck = False
        self.diary: list[tuple[datetime, str]] = []

    async def take_in(self, articles: Sequence[Article]) -> None:
        self.diary.append((self.clock(), "+".join(article.id for article in articles)))

    async def next_due(self) -> datetime | None:
        return self.due

    async def deliver(self) -> None:
        self.diary.append((self.clock(), "digest"))
        if self.due is not None and not self.stuck:
            self.due += DAY


def arrivals(**hours: int) -> list[Arrival]:
    return [Arrival(START + timedelta(hours=count), Article(name, "نص")) for name, count in hours.items()]


def test_the_clock_runs_and_only_ever_moves_forward() -> None:
    ticks = StoppedTime()
    clock = StoryClock(START, ticks)
    ticks.seconds = 60
    assert clock() == START + timedelta(minutes=1)
    clock.move_to(START)
    assert clock() == START + timedelta(minutes=1)
    clock.move_to(START + DAY)
    ticks.seconds = 61
    assert clock() == START + DAY + timedelta(seconds=1)
    with clock.frozen():
        ticks.seconds = 100
        assert clock() == START + DAY + timedelta(seconds=1)
    assert clock() == START + DAY + timedelta(seconds=1)
    assert clock().tzinfo is UTC


def test_an_article_arrives_when_it_was_published() -> None:
    articles = [
        Article("moment", "", published_at=datetime(2022, 1, 7, 5, 30, tzinfo=UTC), published_on=date(2022, 1, 7)),
        Article("day", "", published_on=date(2022, 1, 7)),
        Article("unknown", ""),
    ]
    assert [(each.article.id, each.at.isoformat()) for each in plan_arrivals(articles, "Asia/Almaty")] == [
        ("unknown", "2022-01-06T06:00:00+00:00"),
        ("moment", "2022-01-07T05:30:00+00:00"),
        ("day", "2022-01-07T06:00:00+00:00"),
    ]


async def test_moving_far_walks_through_everything_on_the_way_in_order() -> None:
    clock = StoryClock(START, StoppedTime())
    newsroom = DiaryNewsroom(clock, due=START + timedelta(hours=23))
    replay = Replay(clock, arrivals(before=-5, evening=10, morning=23, later=30, far=90))
    await replay.begin(newsroom)
    for _ in range(3):
        await replay.move("morning")
    assert [((moment - START) / timedelta(hours=1), what) for moment, what in newsroom.diary] == [
        (0, "before"),
        (10, "evening"),
        (23, "morning"),  # what arrives at the very hour is in the digest
        (23, "digest"),
        (30, "later"),
        (47, "digest"),
        (71, "digest"),
    ]
    assert clock() == START + timedelta(hours=71)


async def test_the_next_article_is_where_the_clock_stops_until_none_is_left() -> None:
    clock = StoryClock(START, StoppedTime())
    replay = Replay(clock, arrivals(one=2, two=2, three=5))
    await replay.begin(DiaryNewsroom(clock))
    await replay.move("next")
    shown = replay.show()
    assert clock() == START + timedelta(hours=2)
    assert (shown["recent"], len(shown["arrived"]), shown["moving"]) == (2, 2, False)
    await replay.move("next")
    with pytest.raises(ValueError, match="no article is left"):
        await replay.move("next")
    assert replay.show()["next"] is None


async def test_two_moves_at_once_come_one_after_the_other() -> None:
    clock = StoryClock(START, StoppedTime())
    newsroom = DiaryNewsroom(clock, due=START + timedelta(hours=23))
    replay = Replay(clock, [])
    await replay.begin(newsroom)
    await asyncio.gather(replay.move("morning"), replay.move("morning"))
    assert [moment for moment, _ in newsroom.diary] == [START + timedelta(hours=23), START + timedelta(hours=47)]


async def test_a_digest_that_cannot_be_sent_does_not_hold_the_clock() -> None:
    clock = StoryClock(START, StoppedTime())
    newsroom = DiaryNewsroom(clock, due=START + timedelta(minutes=10))
    newsroom.stuck = True
    replay = Replay(clock, [])
    await replay.begin(newsroom)
    await replay.move("hour")
    assert clock() == START + timedelta(hours=1)
    assert len(newsroom.diary) == 1


async def test_articles_arrive_while_the_clock_runs_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.preview.replay._BEAT", 0.001)
    ticks = StoppedTime()
    clock = StoryClock(START, ticks)
    told = asyncio.Event()

    def tell(_: str, clock: dict[str, Any]) -> None:
        if clock["arrived"]:
            told.set()

    replay = Replay(clock, arrivals(soon=1), tell)
    newsroom = DiaryNewsroom(clock)
    await replay.begin(newsroom)
    running = asyncio.create_task(replay.run(newsroom))
    ticks.seconds = 3600
    await asyncio.wait_for(told.wait(), 5)
    running.cancel()
    assert newsroom.diary == [(START + timedelta(hours=1), "soon")]


async def test_without_a_bot_and_to_nowhere_the_clock_does_not_move() -> None:
    replay = Replay(StoryClock(START, StoppedTime()), [])
    with pytest.raises(ValueError, match="no bot is running"):
        await replay.move("hour")
    await replay.begin(DiaryNewsroom(replay.clock))
    with pytest.raises(ValueError, match="'yesterday'"):
        await replay.move("yesterday")
