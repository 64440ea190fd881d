"""Audiences: subscribers are counted together if, and only if, they would get the same digest."""

from itertools import combinations

from storage.engine.database import Database
from storage.model.audience import Audience
from storage.model.values import Changes, Digits, Format, Months
from storage.subscribers.accounts import change, find_subscriber, stop
from storage.subscribers.statistics import list_audiences
from tests.factories import STORY, make_subscriber

DIFFERENCES = (
    Changes(muted=()),
    Changes(muted={"csto"}),
    Changes(muted={"csto", "turkey"}),
    Changes(format=Format.RICH),
    Changes(digits=Digits.ARABIC),
    Changes(months=Months.LEVANT),
)


async def test_each_difference_makes_an_audience(database: Database) -> None:
    async with database.begin() as session:
        for number, changes in enumerate(DIFFERENCES):
            for chat_id in (2 * number, 2 * number + 1):
                reader = await make_subscriber(session, chat_id)
                await change(session, reader.id, **changes)
        offered = await make_subscriber(session, 100, offered_up_to=7)
        audiences = await list_audiences(session, STORY, 20)
        readers = [await find_subscriber(session, STORY, chat_id) for chat_id in (*range(12), 100)]
    assert sorted(count for _, count in audiences) == [1, *[2] * len(DIFFERENCES)]
    assert {reader.id: count for reader, count in audiences}[offered.id] == 1
    assert all(Audience.of(one) != Audience.of(other) for (one, _), (other, _) in combinations(audiences, 2))
    assert {Audience.of(reader) for reader in readers if reader} == {Audience.of(reader) for reader, _ in audiences}


async def test_the_largest_come_first_and_stopped_subscribers_do_not_count(database: Database) -> None:
    async with database.begin() as session:
        await make_subscriber(session, 1, offered_up_to=3)
        for chat_id in (2, 3):
            await make_subscriber(session, chat_id)
        for chat_id in (4, 5, 6):
            stopped = await make_subscriber(session, chat_id, offered_up_to=9)
            await stop(session, stopped.id)
        audiences = await list_audiences(session, STORY, 20)
        assert [count for _, count in audiences] == [2, 1]
        assert await list_audiences(session, STORY, 1) == audiences[:1]
