"""A word to all: nothing goes out before it is confirmed, and then it goes once to each active subscriber."""

from storage.engine.database import Database
from storage.model.values import Broadcast, DeliveryKind, DeliveryState
from storage.outbox.broadcasts import confirm, count_addressees, load_broadcasts, propose
from storage.subscribers.accounts import set_aside, stop
from tests.factories import NOW, STORY, make_subscriber
from tests.storage.outbox.steps import MINUTE, claim, read, send

TEXT = "يتوقف الموجز غدا ساعة للصيانة."


async def test_a_text_waits_until_it_is_confirmed(database: Database) -> None:
    async with database.begin() as session:
        await make_subscriber(session, 1)
        broadcast_id = await propose(session, STORY, TEXT, 42, NOW)
        another = await propose(session, STORY, "نص آخر.", 42, NOW)
        assert await load_broadcasts(session, [broadcast_id]) == {broadcast_id: Broadcast(broadcast_id, TEXT, None)}
        assert await load_broadcasts(session, ()) == {}
        assert set(await load_broadcasts(session, [broadcast_id, another])) == {broadcast_id, another}
    assert await claim(database) == ()
    async with database.begin() as session:
        assert await confirm(session, STORY, broadcast_id, NOW + MINUTE) == 1
        confirmed = await load_broadcasts(session, [broadcast_id, another])
    assert [broadcast.confirmed_at for broadcast in confirmed.values()] == [NOW + MINUTE, None]
    assert await claim(database) == ()  # from the moment of its confirmation on
    (delivery,) = await claim(database, NOW + MINUTE)
    assert (delivery.kind, delivery.broadcast_id) == (DeliveryKind.BROADCAST, broadcast_id)
    assert (delivery.local_date, delivery.correction_id, delivery.reply_to) == (None, None, None)


async def test_it_goes_to_the_active_subscribers_of_its_story(database: Database) -> None:
    async with database.begin() as session:
        readers = [await make_subscriber(session, chat_id) for chat_id in (1, 2, 3, 4, 5)]
        await stop(session, readers[0].id)
        await set_aside(session, readers[1].id)
        assert await count_addressees(session, STORY) == 3
        assert await count_addressees(session, "another") == 0
        broadcast_id = await propose(session, STORY, TEXT, 42, NOW)
        assert await confirm(session, "another", broadcast_id, NOW) is None
        assert await confirm(session, STORY, broadcast_id + 1, NOW) is None
        assert await confirm(session, STORY, broadcast_id, NOW) == 3
    assert [delivery.subscriber.chat_id for delivery in await claim(database)] == [3, 4, 5]


async def test_it_is_confirmed_once_and_another_one_goes_to_the_same_readers(database: Database) -> None:
    async with database.begin() as session:
        await make_subscriber(session, 1)
        first, second = [await propose(session, STORY, TEXT, 42, NOW) for _ in range(2)]
        assert await confirm(session, STORY, first, NOW) == 1
        assert await confirm(session, STORY, first, NOW + MINUTE) is None
    await send(database, *await claim(database))
    assert await claim(database, NOW + MINUTE) == ()
    async with database.begin() as session:
        assert await confirm(session, STORY, second, NOW) == 1
    assert [delivery.broadcast_id for delivery in await claim(database)] == [second]
    assert await read(database, "broadcast_id", "state", "story") == [
        (first, DeliveryState.SENT, STORY),
        (second, DeliveryState.SENDING, STORY),
    ]
