"""Who may send what: a claim, one delivery at a time for each subscriber, and what becomes of a claim."""

from datetime import timedelta

import pytest

from storage.engine.database import Database
from storage.model.values import DeliveryKind, DeliveryState, Outcome
from storage.outbox.broadcasts import confirm, propose
from storage.outbox.claims import claim_pending, release_claims, settle_interrupted
from storage.outbox.deliveries import plan_digests
from storage.subscribers.accounts import stop
from tests.factories import NOW, STORY, make_subscriber
from tests.storage.outbox.steps import (
    DAY,
    MINUTE,
    TODAY,
    claim,
    make_edition,
    plan,
    plan_alert,
    put_back,
    read,
    send,
    settle,
)

ALERT, DIGEST = DeliveryKind.ALERT, DeliveryKind.DIGEST
PENDING, SENDING, SKIPPED = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SKIPPED


async def release(database: Database, holder: str = "one", story: str = STORY) -> None:
    async with database.begin() as session:
        await release_claims(session, story, holder, NOW + MINUTE)


async def test_a_subscriber_gets_one_delivery_at_a_time_the_longest_waiting_first(database: Database) -> None:
    await plan_alert(database, 1, 2, not_before=NOW - MINUTE)
    await plan(database, 1, 2)
    claimed = await claim(database)
    assert [(delivery.subscriber.chat_id, delivery.kind) for delivery in claimed] == [(1, ALERT), (2, ALERT)]
    assert await claim(database) == ()  # both are being sent one
    assert await read(database, "kind", "state", "claimed_by", "attempts") == [
        (ALERT, SENDING, "one", 1),
        (ALERT, SENDING, "one", 1),
        (DIGEST, PENDING, None, 0),
        (DIGEST, PENDING, None, 0),
    ]
    await send(database, claimed[0])
    (second,) = await claim(database)
    assert (second.subscriber.chat_id, second.kind, second.attempts) == (1, DIGEST, 1)


async def test_a_delivery_of_another_story_is_not_claimed(database: Database) -> None:
    await plan(database, 1)
    async with database.begin() as session:
        assert await claim_pending(session, "another", "one", NOW, 100) == ()
    assert len(await claim(database)) == 1


async def test_a_delivery_says_what_is_to_be_sent_and_to_whom(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session, 1)
        broadcast_id = await propose(session, STORY, "نص إلى الجميع.", 42, NOW)
        await confirm(session, STORY, broadcast_id, NOW)
    (delivery,) = await claim(database)
    assert delivery.subscriber == reader
    assert (delivery.broadcast_id, delivery.attempts) == (broadcast_id, 1)


async def test_what_was_claimed_is_sent_to_a_reader_who_stopped_meanwhile_as_to_any(database: Database) -> None:
    await plan(database, 1)
    async with database.begin() as session:
        reader = await make_subscriber(session, 1)
        await stop(session, reader.id)
    (delivery,) = await claim(database)  # what is claimed is looked at again before it is sent
    assert delivery.subscriber.next_due_at is None


async def test_a_process_that_ends_puts_back_its_own_claims(database: Database) -> None:
    await plan(database, 1, 2, 3)
    (first,) = await claim(database, limit=1)
    await claim(database, limit=1, holder="two")
    await release(database, story="another")
    await release(database, holder="three")
    assert await read(database, "state") == [SENDING, SENDING, PENDING]
    await release(database)
    assert await read(database, "state") == [PENDING, SENDING, PENDING]
    (again, _third) = await claim(database)
    assert (again.id, again.attempts) == (first.id, 2)


async def test_what_is_settled_is_not_put_back(database: Database) -> None:
    await plan(database, 1, 2)
    first, second = await claim(database)
    await send(database, first)
    await settle(database, Outcome(second, DeliveryState.FAILED, error="Bad Request"))
    await release(database)
    assert await read(database, "state") == [DeliveryState.SENT, DeliveryState.FAILED]


async def test_an_alert_that_is_put_back_gives_way_to_one_that_waits(database: Database) -> None:
    await plan_alert(database, 1, 2)
    await plan(database, 3)
    await claim(database)
    await plan_alert(database, 1)  # there is more news while the first is on its way
    await plan(database, 2)  # a digest of another kind does not tell the alert's news sooner
    await release(database)
    assert await read(database, "kind", "state", "settled_at") == [
        (ALERT, SKIPPED, NOW + MINUTE),
        (ALERT, PENDING, None),
        (DIGEST, PENDING, None),
        (ALERT, PENDING, None),
        (DIGEST, PENDING, None),
    ]
    assert (await read(database, "error"))[0] == "another alert waits and tells the news of this one"


@pytest.mark.parametrize("holder", ["one", "two"])
async def test_an_alert_of_another_process_does_not_give_way(database: Database, holder: str) -> None:
    await plan_alert(database, 1)
    await claim(database, holder=holder)
    await plan_alert(database, 1)
    await release(database)
    assert await read(database, "state") == [SKIPPED if holder == "one" else SENDING, PENDING]


async def test_what_a_dead_process_was_sending_says_so(database: Database) -> None:
    await plan(database, 1, 2, 3)
    await claim(database, limit=1)
    await claim(database, limit=1, holder="two")
    async with database.begin() as session:
        assert await settle_interrupted(session, STORY, "two", NOW + MINUTE) == 1
    assert await read(database, "state", "error", "settled_at") == [
        (DeliveryState.UNCERTAIN, "the process ended while sending", NOW + MINUTE),
        (SENDING, None, None),
        (PENDING, None, None),
    ]


async def test_what_waits_longest_is_taken_first_whatever_its_number(database: Database) -> None:
    await plan(database, 1, 2, 3)
    first, second, third = await claim(database)
    moments = {first: NOW + 3 * MINUTE, second: NOW + MINUTE, third: NOW + 2 * MINUTE}
    waiting = [Outcome(each, PENDING, not_before=moment) for each, moment in moments.items()]
    await settle(database, *waiting)
    assert await claim(database) == ()
    assert [each.subscriber.chat_id for each in await claim(database, NOW + 2 * MINUTE)] == [2, 3]
    assert [each.subscriber.chat_id for each in await claim(database, NOW + DAY)] == [1]


async def test_the_limit_counts_what_is_taken_not_who_gets_it(database: Database) -> None:
    await plan_alert(database, 1)
    await plan(database, 1, 2)
    assert [each.kind for each in await claim(database, limit=2)] == [ALERT]
    assert [each.subscriber.chat_id for each in await claim(database, limit=2)] == [2]


async def test_a_digest_is_claimed_anew_after_a_day_as_after_a_minute(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session, 1)
        await plan_digests(session, STORY, {reader.id: TODAY}, NOW)
    (delivery,) = await claim(database)
    await settle(database, put_back(delivery))
    async with database.begin() as session:
        edition = await make_edition(session)
    (again,) = await claim(database, NOW + timedelta(days=1), holder="two")
    await settle(database, Outcome(again, DeliveryState.SENT, edition, 5), now=NOW + DAY)
    assert await read(database, "state", "claimed_by", "attempts", "error", "message_id", "settled_at") == [
        (DeliveryState.SENT, "two", 2, None, 5, NOW + DAY)
    ]
    assert await read(database, "edition_id", "local_date") == [(edition.id, TODAY)]
