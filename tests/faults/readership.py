"""Readers whose digest is due at once, stored before the bot starts, and the news for them."""

import asyncio
from collections import Counter
from collections.abc import Collection
from datetime import UTC, timedelta
from random import Random

from bot.core.clock import system_clock
from bot.preview.protocol.chats import MemberStatus
from bot.preview.state.world import World
from briefings.model import TopicUpdate
from storage.engine.database import Database, Session
from storage.model.values import DeliveryState
from storage.news.updates import save_updates
from storage.subscribers.accounts import change, find_subscriber, subscribe
from tests.factories import STORY, list_unseen, make_update
from tests.faults.ledger_check import count_states

_MUTED = "turkey"
_SHARE_MUTED = 0.2
_SHARE_BLOCKED = 0.04

DUE = timedelta(minutes=-1)  # at once

# Fewer than a digest shows, so that a digest shows all of them. No text is part of another.
NEWS = tuple(
    make_update(f"u{number}", topic=topic, text=f"خبر {name} من مدينة {name}.", sources=())
    for number, (topic, name) in enumerate(
        [("protests", "الورد"), ("protests", "الريح"), ("turkey", "الجسر"), ("csto", "الجبل"), ("other", "النهر")]
    )
)
LATER = make_update("u9", topic="protests", text="خبر البحر من مدينة البحر.", sources=())


async def publish(database: Database, updates: tuple[TopicUpdate, ...]) -> None:
    """Make these the story's updates."""
    async with database.begin() as session:
        await save_updates(session, STORY, updates, system_clock())


async def add_readers(database: Database, world: World, count: int, random: Random) -> frozenset[int]:
    """Add readers who are due; return their chats. Some muted a topic, some blocked the bot unnoticed."""
    chats = [world.add_person(opened=True).id for _ in range(count)]
    for chat_id in chats:
        if random.random() < _SHARE_BLOCKED:
            world.set_status(chat_id, MemberStatus.KICKED, quiet=True)
    async with database.begin() as session:
        for chat_id in chats:
            await _subscribe(session, chat_id, muted=random.random() < _SHARE_MUTED)
    return frozenset(chats)


async def subscribe_all(database: Database, chats: Collection[int], due_in: timedelta) -> None:
    """Add these chats as readers whose digest is due in so long."""
    async with database.begin() as session:
        for chat_id in chats:
            await _subscribe(session, chat_id, muted=False, due_in=due_in)


async def _subscribe(session: Session, chat_id: int, *, muted: bool, due_in: timedelta = DUE) -> None:
    now = system_clock()
    due = now + due_in
    reader = await subscribe(
        session,
        STORY,
        chat_id,
        None,
        digest_time=due.astimezone(UTC).time().replace(second=0, microsecond=0),
        zone="UTC",
        next_due_at=due,
        digested_on=due.date() - timedelta(days=3),
        offered_up_to=0,
        now=now,
    )
    if muted:
        await change(session, reader.id, muted={_MUTED})


async def settle(database: Database, chats: Collection[int], *, within: float = 240) -> None:
    """Wait until everybody's digest is planned, and none waits or is on its way."""
    counted: Counter[DeliveryState] = Counter()
    try:
        async with asyncio.timeout(within):
            while counted.total() < len(chats) or counted[DeliveryState.PENDING] or counted[DeliveryState.SENDING]:
                await asyncio.sleep(0.2)
                counted = await count_states(database)
    except TimeoutError:
        raise AssertionError(f"not settled within {within} s: {counted}") from None


async def read_the_rest(database: Database, world: World, chats: Collection[int]) -> None:
    """Let people ask for /new, and check that they get all that was not surely delivered."""
    for chat_id in chats:
        world.say(chat_id, "/new")
    try:
        async with asyncio.timeout(20):
            for chat_id in chats:
                while await _list_unseen(database, chat_id):  # noqa: ASYNC110 - another process tells them
                    await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"chat {chat_id}: what was unseen does not come with /new") from None


async def _list_unseen(database: Database, chat_id: int) -> list[int]:
    async with database.begin() as session:
        reader = await find_subscriber(session, STORY, chat_id)
        assert reader
        return await list_unseen(session, reader)
