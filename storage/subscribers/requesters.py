"""Requesters: what most answers need to know about the chat that asks, in one statement."""

from typing import NamedTuple

from sqlalchemy import String, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model import IntervalSet, Subscriber
from storage.schema.news import StoryRow
from storage.schema.readers import SeenSetRow, SubscriberRow
from storage.subscribers.accounts import COLUMNS, to_subscriber


class Requester(NamedTuple):
    """A chat that asks, as it is now."""

    subscriber: Subscriber | None  # in any state; None if the chat has never subscribed
    seen: IntervalSet
    version: int  # of the story


async def find_requester(session: AsyncSession, story: str, chat_id: int, thread_id: int | None = None) -> Requester:
    """Return the subscriber of this chat, what the subscriber has seen, and the version of the story."""
    row = (await session.execute(_FIND, {"of": story, "chat": chat_id, "thread": thread_id or 0})).one()
    return Requester(
        None if row.id is None else to_subscriber(row), IntervalSet.read(row.ranges or ""), row.version or 0
    )


# Built once, because building the statement takes longer than running it. A story without a row has subscribers, too.
_ASKED = select(bindparam("of", type_=String).label("story")).subquery("asked")
_STORIES, _READERS, _SETS = (each.__table__ for each in (StoryRow, SubscriberRow, SeenSetRow))
_ASKS = and_(
    _READERS.c.story == _ASKED.c.story,
    _READERS.c.chat_id == bindparam("chat"),
    _READERS.c.thread_id == bindparam("thread"),
)
_FIND = select(*COLUMNS, _SETS.c.ranges, _STORIES.c.version).select_from(
    _ASKED.outerjoin(_STORIES, _STORIES.c.name == _ASKED.c.story)
    .outerjoin(_READERS, _ASKS)
    .outerjoin(_SETS, _SETS.c.id == _READERS.c.seen_set_id)
)
