"""Subscribing, stopping, choosing topics and the hour: each reads, changes, and hands on what to tell."""

from datetime import time

from bot import messages, notices
from bot.answers import Answer
from bot.context import Place
from bot.hours import due_after_change, local_date, next_due
from bot.layout import Press
from bot.services import Services
from storage import subscribers
from storage.articles import list_sources
from storage.updates import last_sequence, list_unseen
from storage.values import Subscriber, SubscriberState


async def start(services: Services, place: Place) -> Answer:
    """Subscribe a chat, and tell it what happened so far; one that is subscribed is told so."""
    settings, story, now = services.settings, services.story, services.clock()
    async with services.database.begin() as session:
        known = await subscribers.find_subscriber(session, story.name, place.chat_id, place.thread_id)
        hour, zone = (known.digest_time, known.zone) if known else (settings.digest_time, settings.timezone)
        reader = await subscribers.subscribe(
            session,
            story.name,
            place.chat_id,
            place.thread_id,
            digest_time=hour,
            zone=zone,
            next_due_at=next_due(now, hour, zone),
            offered_up_to=0,  # raised once the greeting has arrived
            now=now,
        )
        unseen = await list_unseen(session, story.name, reader)
        if known:
            returned = known.state is not SubscriberState.ACTIVE
            return Answer([notices.greet_again(story, unseen, reader, returned=returned)], reader)
        sources = await list_sources(session, story.name)
        offered = await last_sequence(session, story.name)
    press = Press(story, {source.article: source for source in sources}, local_date(now, zone))
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
        return reader and await subscribers.set_muted(session, reader.id, reader.muted ^ {key})


async def choose_hour(services: Services, place: Place, hour: time) -> Subscriber | None:
    """Another hour for the digest; None where the chat has not subscribed."""
    async with services.database.begin() as session:
        reader = await subscribers.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader is None:
            return None
        due = (
            due_after_change(services.clock(), reader.next_due_at, hour, reader.zone)
            if reader.state is SubscriberState.ACTIVE
            else None
        )
        return await subscribers.set_digest_time(session, reader.id, hour, due)
