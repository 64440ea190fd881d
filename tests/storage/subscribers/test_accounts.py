import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

from storage.engine.database import Database
from storage.model.values import Subscriber, SubscriberState
from storage.news.updates import save_updates
from storage.outbox.deliveries import record_answer, save_edition
from storage.subscribers.accounts import (
    Schedule,
    change,
    find_subscriber,
    list_due,
    move,
    set_aside,
    set_schedules,
    stop,
)
from tests.factories import NOW, STORY, list_unseen, make_subscriber, make_update

TOMORROW = NOW + timedelta(days=1)


async def test_a_new_subscriber_is_active_and_found(database: Database) -> None:
    async with database.begin() as session:
        assert await find_subscriber(session, STORY, 1001) is None
        reader = await make_subscriber(session, 1001, digest_time=time(7, 30), zone="Africa/Cairo", offered_up_to=4)
        assert reader == Subscriber(
            id=reader.id,
            chat_id=1001,
            thread_id=None,
            state=SubscriberState.ACTIVE,
            muted=frozenset(),
            alerts=frozenset(),
            digest_time=time(7, 30),
            zone="Africa/Cairo",
            quiet_from=None,
            quiet_to=None,
            paused_until=None,
            tells_nothing_new=False,
            next_due_at=NOW,
            digested_on=date(2022, 1, 6),
            offered_up_to=4,
            seen_set_id=None,
            created_at=NOW,
        )
    async with database.begin() as session:
        assert await find_subscriber(session, STORY, 1001) == reader
        assert await find_subscriber(session, "another", 1001) is None


async def test_a_chat_and_each_of_its_threads_are_subscribers_of_their_own(database: Database) -> None:
    group = -1_002_233_445_566  # larger than 32 bits
    async with database.begin() as session:
        whole = await make_subscriber(session, group)
        thread = await make_subscriber(session, group, thread_id=7)
        assert await make_subscriber(session, group) == whole
        assert await make_subscriber(session, group, thread_id=7) == thread
        assert await find_subscriber(session, STORY, group) == whole
        assert await find_subscriber(session, STORY, group, 7) == thread
    assert whole.id != thread.id


async def test_an_active_subscriber_stays_unchanged(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session, offered_up_to=2)
        again = await make_subscriber(
            session, digest_time=time(20, 0), zone="UTC", next_due_at=TOMORROW, offered_up_to=9
        )
    assert again == reader


async def test_a_returning_subscriber_has_the_settings_kept(database: Database) -> None:
    for chat_id, leave, state in (
        (1, stop, SubscriberState.STOPPED),
        (2, set_aside, SubscriberState.BLOCKED),
    ):
        async with database.begin() as session:
            reader = await make_subscriber(session, chat_id, digest_time=time(7, 30), offered_up_to=5)
            reader = await change(session, reader.id, muted={"turkey", "csto"})
            left = await leave(session, reader.id)
            assert (left.state, left.next_due_at) == (state, None)
            assert left.muted == {"turkey", "csto"}
        async with database.begin() as session:
            back = await make_subscriber(
                session, chat_id, digest_time=time(8, 0), next_due_at=TOMORROW, offered_up_to=3, now=TOMORROW
            )
        assert back.state is SubscriberState.ACTIVE
        assert back.next_due_at == TOMORROW
        assert (back.id, back.digest_time) == (reader.id, time(7, 30))
        assert back.muted == {"turkey", "csto"}
        assert (back.offered_up_to, back.created_at) == (5, NOW)


async def test_a_returning_subscriber_is_offered_more(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session, offered_up_to=5)
        await stop(session, reader.id)
        assert (await make_subscriber(session, offered_up_to=8)).offered_up_to == 8


async def test_another_hour(database: Database) -> None:
    async with database.begin() as session:
        reader = await make_subscriber(session)
        reader = await change(session, reader.id, digest_time=time(21, 15), next_due_at=TOMORROW)
        assert (reader.digest_time, reader.next_due_at) == (time(21, 15), TOMORROW)
        await set_schedules(session, [Schedule(reader.id, NOW, date(2022, 1, 7))])
        reader = replace(reader, next_due_at=NOW, digested_on=date(2022, 1, 7))
        assert await find_subscriber(session, STORY, reader.chat_id) == reader


async def test_a_group_is_followed_to_the_chat_that_it_has_become(database: Database) -> None:
    async with database.begin() as session:
        group = await make_subscriber(session, -5, thread_id=7)
        moved = await move(session, group.id, -1_005, NOW)
        assert moved == replace(group, chat_id=-1_005)
        assert await find_subscriber(session, STORY, -1_005, 7) == moved
        assert await find_subscriber(session, STORY, -5, 7) is None


async def test_a_group_leaves_what_it_has_seen_to_a_chat_that_has_subscribed_by_itself(
    database: Database,
) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("x"), make_update("y")], NOW)
        group, chat = await make_subscriber(session, -5), await make_subscriber(session, -1_005)
        edition = await save_edition(session, STORY, text="خبر", keyboard=None, shows=[1], offers_up_to=None, now=NOW)
        await record_answer(session, STORY, group, edition, 10, NOW)
        assert (await move(session, group.id, -1_005, NOW)).state is SubscriberState.BLOCKED
        assert await list_unseen(session, chat) == [2]


async def test_due_are_the_active_whose_hour_has_come_the_longest_waiting_first(database: Database) -> None:
    minute = timedelta(minutes=1)
    async with database.begin() as session:
        for chat_id, due in ((1, NOW), (2, NOW + minute), (3, NOW - minute), (4, NOW), (5, NOW), (6, NOW)):
            await make_subscriber(session, chat_id, next_due_at=due)
        for chat_id, leave in ((4, stop), (5, set_aside)):
            reader = await find_subscriber(session, STORY, chat_id)
            assert reader
            await leave(session, reader.id)
    async with database.begin() as session:
        assert [reader.chat_id for reader in await list_due(session, STORY, NOW, 10)] == [3, 1, 6]
        assert [reader.chat_id for reader in await list_due(session, STORY, NOW, 2)] == [3, 1]
        assert await list_due(session, "another", NOW, 10) == ()


async def test_two_starts_at_once_are_one_subscriber(database: Database, database_url: str) -> None:
    other = Database(database_url)

    async def start(writer: Database) -> Subscriber:
        async with writer.begin() as session:
            return await make_subscriber(session)

    readers = await asyncio.gather(*(start(writer) for writer in (database, other) * 3))
    await other.close()
    assert len(set(readers)) == 1


async def test_on_postgresql_two_processes_share_the_due_subscribers(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with database.begin() as session:
        for chat_id in range(4):
            await make_subscriber(session, chat_id)
    async with database.begin() as one, database.begin() as two:
        first, second = await list_due(one, STORY, NOW, 3), await list_due(two, STORY, NOW, 3)
    await database.close()
    assert [reader.chat_id for reader in (*first, *second)] == [0, 1, 2, 3]
