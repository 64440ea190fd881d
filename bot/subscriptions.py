"""Subscribing, stopping, choosing topics and the hour: each reads, changes, and hands on what to tell."""

from datetime import time, timedelta

from bot import messages, notices
from bot.answers import Answer
from bot.context import Place
from bot.hours import due_after_change, local_date, next_due
from bot.layout import Press
from bot.services import Services
from storage import subscribers
from storage.seen import load_seen
from storage.updates import last_sequence
from storage.values import Subscriber, SubscriberState


async def start(services: Services, place: Place) -> Answer:
    """Subscribe a chat, and tell it what happened so far; one that is subscribed is told so."""
    settings, story, now = services.settings, services.story, services.clock()
    async with services.database.begin() as session:
        known = await subscribers.find_subscriber(session, story.name, place.chat_id, place.thread_id)
        hour, zone = (known.digest_time, known.zone) if known else (settings.digest_time, settings.timezone)
        due = next_due(now, hour, zone)
        reader = await subscribers.subscribe(
            session,
            story.name,
            place.chat_id,
            place.thread_id,
            digest_time=hour,
            zone=zone,
            next_due_at=due,
            digested_on=local_date(due, zone) - timedelta(days=1),
            offered_up_to=0,  # raised once the greeting has arrived
            now=now,
        )
        standing = await services.shelf.read(session, story)
        unseen = standing.list_unseen(
            (await load_seen(session, [reader.seen_set_id]))[reader.seen_set_id], reader.muted
        )
        if known:
            returned = known.state is not SubscriberState.ACTIVE
            return Answer([notices.greet_again(story, unseen, reader, returned=returned)], reader)
        offered = await last_sequence(session, story.name)
    press = Press(story, standing.sources, local_date(now, zone))
    return Answer([messages.greet(press, unseen, reader, offered)], reader)


async def stop(services: Services, place: Place) -> Answer:
    """No more digests; the settings stay."""
    async with services.database.begin() as session:
        reader = await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        was_active = reader is not None and reader.state is SubscriberState.ACTIVE
        if reader and was_active:
            await subscribers.stop(session, reader.id)
    return Answer([notices.farewell(was_active=was_active)])


async def leave(services: Services, place: Place) -> None:
    """The chat blocked the bot or put it out: set it aside, its settings kept."""
    async with services.database.begin() as session:
        reader = await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader and reader.state is SubscriberState.ACTIVE:
            await subscribers.set_aside(session, reader.id)


async def find_reader(services: Services, place: Place) -> Subscriber | None:
    """The subscriber of this chat, in whatever state."""
    async with services.database.begin() as session:
        return await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)


async def switch_topic(services: Services, place: Place, key: str) -> Subscriber | None:
    """Switch a topic on or off; None where the chat has not subscribed."""
    async with services.database.begin() as session:
        reader = await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        return reader and await subscribers.change(session, reader.id, muted=reader.muted ^ {key})


async def choose_hour(services: Services, place: Place, hour: time) -> Subscriber | None:
    """Another hour for the digest; None where the chat has not subscribed."""
    async with services.database.begin() as session:
        reader = await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader is None:
            return None
        active = reader.state is SubscriberState.ACTIVE
        due = due_after_change(services.clock(), reader.next_due_at, reader.digested_on, hour, reader.zone)
        return await subscribers.change(session, reader.id, digest_time=hour, next_due_at=due if active else None)
