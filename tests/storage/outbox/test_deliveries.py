import asyncio
from datetime import timedelta

import pytest

from storage.engine.database import Database
from storage.model.interval_set import IntervalSet
from storage.model.values import DeliveryKind, DeliveryState, Edition, Outcome
from storage.news.updates import save_updates
from storage.outbox.claims import settle_interrupted
from storage.outbox.deliveries import last_sent_at, record_answer, save_edition
from storage.subscribers.seen import load_seen
from tests.factories import NOW, STORY, make_subscriber, make_update
from tests.storage.outbox.steps import MINUTE, TODAY, claim, look, make_edition, plan, put_back, send, settle


async def test_the_same_content_is_one_edition(database: Database) -> None:
    async with database.begin() as session:
        edition = await make_edition(session, keyboard='{"inline_keyboard": []}')
        assert edition == Edition(edition.id, "<b>موجز</b>", '{"inline_keyboard": []}', (1, 2), 2)
        assert await make_edition(session, keyboard='{"inline_keyboard": []}') == edition
        others = [
            await make_edition(session),
            await make_edition(session, text="آخر"),
            await make_edition(session, shows=(2, 1)),
            await make_edition(session, shows=()),
            await make_edition(session, offers_up_to=None),
            await save_edition(
                session, "another", text="<b>موجز</b>", keyboard=None, shows=(1, 2), offers_up_to=2, now=NOW
            ),
        ]
    assert len({other.id for other in (edition, *others)}) == 7


async def test_a_digest_is_planned_claimed_sent_and_seen(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update(uid) for uid in "abc"], NOW)
    await plan(database, 1)
    (delivery,) = await claim(database)
    assert delivery.subscriber.chat_id == 1
    assert (delivery.kind, delivery.local_date, delivery.attempts) == (DeliveryKind.DIGEST, TODAY, 1)
    assert await claim(database) == ()
    reader, unseen = await look(database, 1)
    assert (reader.offered_up_to, unseen) == (0, [1, 2, 3])
    async with database.begin() as session:
        assert await last_sent_at(session, reader.id) is None
    await send(database, delivery, now=NOW + MINUTE)
    reader, unseen = await look(database, 1)
    assert (reader.offered_up_to, unseen) == (2, [3])
    assert await claim(database, NOW + MINUTE) == ()
    async with database.begin() as session:
        assert await last_sent_at(session, reader.id) == NOW + MINUTE


async def test_all_who_have_seen_the_same_share_one_set(database: Database) -> None:
    await plan(database, 1, 2, 3)
    first, second, _third = await claim(database)
    await send(database, first)
    await send(database, second)
    sets = [(await look(database, chat_id))[0].seen_set_id for chat_id in (1, 2, 3)]
    assert sets[0] == sets[1] is not None
    assert sets[2] is None


async def test_one_digest_per_local_date(database: Database) -> None:
    await plan(database, 1)
    await plan(database, 1, 2)
    assert [delivery.subscriber.chat_id for delivery in await claim(database)] == [1, 2]
    await plan(database, 1)
    assert await claim(database) == ()


async def test_the_next_digest_takes_the_place_of_one_that_still_waits(database: Database) -> None:
    await plan(database, 1)
    await plan(database, 1, day=TODAY + timedelta(days=1))
    (delivery,) = await claim(database)
    assert delivery.local_date == TODAY + timedelta(days=1)


@pytest.mark.parametrize("state", [DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.SKIPPED])
async def test_what_was_not_surely_delivered_stays_unseen_and_is_not_repeated(
    database: Database, state: DeliveryState
) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("a"), make_update("b")], NOW)
    await plan(database, 1)
    (delivery,) = await claim(database)
    async with database.begin() as session:
        edition = await make_edition(session)
    await settle(database, Outcome(delivery, state, edition, error="لا جواب"))
    reader, unseen = await look(database, 1)
    assert (reader.offered_up_to, unseen) == (0, [1, 2])
    assert await claim(database, NOW + timedelta(days=1)) == ()
    async with database.begin() as session:
        assert await last_sent_at(session, reader.id) is None
    await plan(database, 1)
    assert await claim(database) == ()


async def test_a_delivery_that_is_put_back_waits_until_its_moment(database: Database) -> None:
    await plan(database, 1)
    (delivery,) = await claim(database)
    await settle(database, put_back(delivery))
    assert await claim(database, NOW + MINUTE - timedelta(seconds=1)) == ()
    (again,) = await claim(database, NOW + MINUTE)
    assert (again.id, again.attempts) == (delivery.id, 2)


async def test_deliveries_of_a_dead_process_are_uncertain(database: Database) -> None:
    await plan(database, 1, 2, 3)
    first, second = await claim(database, limit=2)
    await send(database, first)
    async with database.begin() as session:
        assert await settle_interrupted(session, "another", "two", NOW) == 0
        assert await settle_interrupted(session, STORY, "one", NOW) == 0
        assert await settle_interrupted(session, STORY, "two", NOW) == 1
        assert await settle_interrupted(session, STORY, "two", NOW) == 0
    assert [delivery.subscriber.chat_id for delivery in await claim(database)] == [3]
    # It was alive after all, and knows: what is known counts.
    await send(database, second)
    async with database.begin() as session:
        assert await last_sent_at(session, second.subscriber.id) == NOW


async def test_the_longest_waiting_are_claimed_first(database: Database) -> None:
    await plan(database, 1, 2, 3, 4)
    first, *_ = await claim(database, limit=1)
    await settle(database, put_back(first))
    claimed = await claim(database, NOW + MINUTE, limit=2)
    assert [delivery.subscriber.chat_id for delivery in claimed] == [2, 3]
    claimed = await claim(database, NOW + MINUTE)
    assert [delivery.subscriber.chat_id for delivery in claimed] == [4, 1]


async def test_answers_count_as_seen_and_there_may_be_many(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update(uid) for uid in "abc"], NOW)
        reader = await make_subscriber(session, 1, offered_up_to=2)
        answer = await make_edition(session, shows=(1,), offers_up_to=None)
        await record_answer(session, STORY, reader, answer, 10, NOW)
        await record_answer(session, STORY, reader, answer, 11, NOW + MINUTE)
        nothing = await make_edition(session, text="لا جديد", shows=(), offers_up_to=None)
        await record_answer(session, STORY, reader, nothing, 12, NOW)
        assert await last_sent_at(session, reader.id) == NOW + MINUTE
    reader, unseen = await look(database, 1)
    assert (reader.offered_up_to, unseen) == (2, [2, 3])
    assert await claim(database) == ()


async def test_an_offer_is_raised_never_lowered(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session, 1, offered_up_to=5)
        await record_answer(session, STORY, reader, await make_edition(session, offers_up_to=3), 10, NOW)
    assert (await look(database, 1))[0].offered_up_to == 5
    async with database.begin() as session:
        await record_answer(session, STORY, reader, await make_edition(session, offers_up_to=9), 11, NOW)
    assert (await look(database, 1))[0].offered_up_to == 9


async def test_no_delivery_is_claimed_twice(database: Database, database_url: str) -> None:
    chats = range(200)
    await plan(database, *chats)
    other = Database(database_url)
    claims = await asyncio.gather(*(claim(worker, limit=30) for worker in (database, other) * 5))
    await other.close()
    claimed = [delivery.subscriber.chat_id for deliveries in claims for delivery in deliveries]
    assert sorted(claimed) == list(chats)
    assert all(len(deliveries) <= 30 for deliveries in claims)


async def test_a_digest_planned_by_two_processes_is_one(database: Database, database_url: str) -> None:
    other = Database(database_url)
    await asyncio.gather(*(plan(worker, 1) for worker in (database, other) * 3))
    await other.close()
    assert len(await claim(database)) == 1


async def test_a_digest_and_an_answer_at_once_do_not_wait_in_a_circle(database: Database) -> None:
    await plan(database, 1, 2)
    deliveries = await claim(database)

    async def answer(number: int) -> None:
        async with database.begin() as session:
            edition = await make_edition(session, shows=tuple(range(59 - number, 2, -1)), text=str(number))
            await record_answer(session, STORY, deliveries[number % 2].subscriber, edition, number, NOW)

    await asyncio.gather(send(database, *deliveries), *(answer(number) for number in range(8)))
    readers = [(await look(database, chat_id))[0] for chat_id in (1, 2)]
    async with database.begin() as session:
        seen = await load_seen(session, {reader.seen_set_id for reader in readers})
    assert {seen[reader.seen_set_id] for reader in readers} == {IntervalSet(range(1, 60)), IntervalSet(range(1, 59))}
