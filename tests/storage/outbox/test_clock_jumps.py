"""What was written while the clock was ahead is found and brought back; what is right stays as it is."""

from datetime import datetime

import pytest

from storage.engine.database import Database
from storage.model.values import DeliveryKind, DeliveryState, Outcome
from storage.outbox.clock_jumps import free_dates, list_due_beyond, wake_deliveries
from storage.subscribers.accounts import change, set_aside
from tests.factories import NOW, STORY, make_subscriber
from tests.storage.outbox.steps import DAY, HOUR, MINUTE, TODAY, claim, plan, plan_alert, read, send, settle

PENDING, SKIPPED = DeliveryState.PENDING, DeliveryState.SKIPPED
REASON = "it was planned while the clock was ahead"


async def list_far(database: Database, moment: datetime = NOW + DAY, limit: int = 100, story: str = STORY) -> list[int]:
    """Return the chats whose next digest is due after a moment."""
    async with database.begin() as session:
        return [reader.chat_id for reader in await list_due_beyond(session, story, moment, NOW, limit)]


async def test_who_is_due_in_the_far_future_is_listed_the_farthest_first(database: Database) -> None:
    async with database.begin() as session:
        for chat_id, due in {1: 2, 2: 9, 3: 9, 4: 1, 5: 3}.items():
            await make_subscriber(session, chat_id, next_due_at=NOW + due * DAY)
    assert await list_far(database) == [2, 3, 5, 1]  # the fourth is due at the moment itself
    assert await list_far(database, limit=2) == [2, 3]
    assert await list_far(database, story="another") == []


async def test_who_gets_nothing_now_is_left_alone(database: Database) -> None:
    async with database.begin() as session:
        readers = [await make_subscriber(session, chat_id, next_due_at=NOW + 9 * DAY) for chat_id in (1, 2, 3, 4)]
        await change(session, readers[0].id, paused_until=NOW + MINUTE)
        await change(session, readers[1].id, paused_until=NOW)  # it is over
        await set_aside(session, readers[2].id)
        await change(session, readers[2].id, next_due_at=NOW + 9 * DAY)
    assert await list_far(database) == [2, 4]


async def test_a_date_that_was_taken_too_early_is_free_again(database: Database) -> None:
    late = TODAY + 9 * DAY
    await plan(database, 1, 2, 3, day=late)
    first, _second = await claim(database, limit=2)
    await send(database, first)
    async with database.begin() as session:
        ids = [(await make_subscriber(session, chat_id)).id for chat_id in (1, 2, 3)]
        await free_dates(session, ids, TODAY, NOW + HOUR)
    assert await read(database, "state", "local_date", "error", "settled_at") == [
        (DeliveryState.SENT, None, None, NOW),
        (DeliveryState.SENDING, late, None, None),  # its outcome is recorded before long
        (SKIPPED, None, REASON, NOW + HOUR),
    ]
    await plan(database, 1, 3, day=late)  # they get the digest of that date after all
    assert [delivery.subscriber.chat_id for delivery in await claim(database)] == [1, 3]


@pytest.mark.parametrize("days", [0, -1])
async def test_digests_of_earlier_dates_and_of_others_stay(database: Database, days: int) -> None:
    await plan(database, 1, day=TODAY + days * DAY)
    await plan(database, 2, day=TODAY + DAY)
    async with database.begin() as session:
        reader = await make_subscriber(session, 1)
        await free_dates(session, [reader.id], TODAY, NOW)
    assert await read(database, "state", "local_date") == [
        (PENDING, TODAY + days * DAY),
        (PENDING, TODAY + DAY),
    ]


async def test_deliveries_that_wait_for_the_far_future_are_woken(database: Database) -> None:
    moments = [NOW, NOW + DAY, NOW + DAY + MINUTE, NOW + 9 * DAY - MINUTE, NOW + 9 * DAY]
    await plan(database, *range(len(moments)))
    for delivery, moment in zip(await claim(database), moments, strict=True):
        await settle(database, Outcome(delivery, PENDING, not_before=moment))
    async with database.begin() as session:
        assert await wake_deliveries(session, "another", NOW + DAY, NOW + 9 * DAY, NOW) == 0
        assert await wake_deliveries(session, STORY, NOW + DAY, NOW + 9 * DAY, NOW - HOUR) == 2
        assert await wake_deliveries(session, STORY, NOW + DAY, NOW + 9 * DAY, NOW - HOUR) == 0
    woken = [NOW, NOW + DAY, NOW - HOUR, NOW - HOUR, NOW + 9 * DAY]
    assert await read(database, "not_before") == woken


async def test_what_is_settled_is_not_woken(database: Database) -> None:
    await plan_alert(database, 1, not_before=NOW + 5 * DAY)
    (alert,) = await claim(database, NOW + 5 * DAY)
    await send(database, alert)
    async with database.begin() as session:
        assert await wake_deliveries(session, STORY, NOW + DAY, NOW + 9 * DAY, NOW) == 0
    assert await read(database, "kind", "not_before") == [(DeliveryKind.ALERT, NOW + 5 * DAY)]
