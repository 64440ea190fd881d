"""What an answer begins with: the subscriber, what the subscriber has seen, the version of the story."""

from storage.engine.database import Database
from storage.model.interval_set import IntervalSet
from storage.news.updates import read_snapshot, save_updates
from storage.outbox.deliveries import record_answer, save_edition
from storage.subscribers.accounts import find_subscriber
from storage.subscribers.requesters import find_requester
from tests.factories import NOW, STORY, make_subscriber, make_update


async def test_before_there_is_anything(database: Database) -> None:
    async with database.read() as session:
        assert await find_requester(session, STORY, 1) == (None, IntervalSet(), 0)


async def test_each_topic_of_a_chat_asks_for_itself(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("u1"), make_update("u2")], NOW)
        reader = await make_subscriber(session, 1)
        await make_subscriber(session, 1, thread_id=7)
        edition = await save_edition(session, STORY, text="خبر", keyboard=None, shows=[2], offers_up_to=None, now=NOW)
        await record_answer(session, STORY, reader, edition, 5, NOW)
    async with database.read() as session:
        version = (await read_snapshot(session, STORY)).version
        assert version > 0
        for thread_id, seen in ((None, IntervalSet([2])), (7, IntervalSet())):
            known = await find_subscriber(session, STORY, 1, thread_id)
            assert known
            assert await find_requester(session, STORY, 1, thread_id) == (known, seen, version)
        assert await find_requester(session, STORY, 2) == (None, IntervalSet(), version)
        assert await find_requester(session, "another", 1) == (None, IntervalSet(), 0)
