"""What an answer begins with: who asks, what he has seen, how new the story is."""

from storage.askers import find_asker
from storage.database import Database
from storage.deliveries import record_answer, save_edition
from storage.runs import Runs
from storage.subscribers import find_subscriber
from storage.updates import read_standing, save_updates
from tests.factories import NOW, STORY, make_subscriber, make_update


async def test_before_there_is_anything(database: Database) -> None:
    async with database.read() as session:
        assert await find_asker(session, STORY, 1) == (None, Runs(), 0)


async def test_each_topic_of_a_chat_asks_for_itself(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("u1"), make_update("u2")], NOW)
        reader = await make_subscriber(session, 1)
        await make_subscriber(session, 1, thread_id=7)
        edition = await save_edition(session, STORY, text="خبر", keyboard=None, shows=[2], offers_up_to=None, now=NOW)
        await record_answer(session, STORY, reader, edition, 5, NOW)
    async with database.read() as session:
        version = (await read_standing(session, STORY)).version
        assert version > 0
        for thread_id, seen in ((None, Runs([2])), (7, Runs())):
            known = await find_subscriber(session, STORY, 1, thread_id)
            assert known
            assert await find_asker(session, STORY, 1, thread_id) == (known, seen, version)
        assert await find_asker(session, STORY, 2) == (None, Runs(), version)
        assert await find_asker(session, "another", 1) == (None, Runs(), 0)
