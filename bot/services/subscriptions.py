"""Subscribe, stop, change settings: each use case changes the subscriber and returns the message to send."""

from dataclasses import replace
from datetime import time, timedelta

from bot.core.container import Services
from bot.domain.chat import Place
from bot.domain.preferences import Choice, is_paused, mend_schedule, resume
from bot.domain.schedule import local_date, next_due
from bot.rendering import Answer, Message
from bot.views import news, service_messages
from bot.views.settings import SettingsPage
from storage.engine.database import Session
from storage.model.values import Subscriber, SubscriberState
from storage.news.updates import last_sequence
from storage.subscribers import accounts


async def start(services: Services, place: Place, *, follows_link: bool = False, in_channel: bool = False) -> Answer:
    """Subscribe a chat and return the greeting. If the chat is subscribed already, say so and end its pause.

    :param follows_link: a link opens something else. A chat that is subscribed gets no greeting then.
    """
    settings, story, now = services.settings, services.story, services.clock()
    async with services.database.begin() as session:
        known = await accounts.find_subscriber(session, story.name, place.chat_id, place.thread_id)
        hour, zone = (known.digest_time, known.zone) if known else (settings.digest_time, settings.timezone)
        reader = await _mend(session, services, await _subscribe(session, services, place, hour, zone))
        paused = is_paused(reader, now)
        if paused:
            reader = await accounts.change(session, reader.id, **resume(reader, now))
        snapshot = await services.story_cache.read(session, story)
        if known:
            seen = (await services.story_cache.load_seen(session, [reader.seen_set_id]))[reader.seen_set_id]
            unseen = snapshot.list_unseen(seen, reader.muted, reader.begins_after)
            returned = paused or known.state is not SubscriberState.ACTIVE
            if follows_link and not returned:
                return Answer([], reader)
            return Answer([service_messages.greet_again(story, unseen, reader, returned=returned)], reader)
    greet = news.first_post if in_channel else news.greet
    return Answer([greet(services.make_context(snapshot, reader), snapshot.items, reader, reader.begins_after)], reader)


async def stop(services: Services, place: Place) -> Answer:
    """Stop the digests of a chat; keep its settings."""
    async with services.database.begin() as session:
        reader = await accounts.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        was_active = reader is not None and reader.state is SubscriberState.ACTIVE
        if reader and was_active:
            await accounts.stop(session, reader.id)
    display = reader.display if reader else services.settings.display
    return Answer([service_messages.farewell(display, was_active=was_active)])


async def leave(services: Services, place: Place) -> None:
    """Set aside a chat that blocked or removed the bot, with all its forum topics; keep its settings."""
    async with services.database.begin() as session:
        for reader in await accounts.find_in_chat(session, services.story.name, place.chat_id):
            if reader.state is SubscriberState.ACTIVE:
                await accounts.set_aside(session, reader.id)


async def come_back(services: Services, place: Place) -> bool:
    """Resume the digests of a chat that unblocks the bot; return whether the chat had ever subscribed.

    A chat that had said /stop gets no digests.
    """
    async with services.database.begin() as session:
        readers = await accounts.find_in_chat(session, services.story.name, place.chat_id)
        for reader in readers:
            if reader.state is SubscriberState.BLOCKED:
                there = Place(reader.chat_id, reader.thread_id)
                await _subscribe(session, services, there, reader.digest_time, reader.zone)
    return bool(readers)


async def confirm_channel(services: Services, place: Place, title: str) -> Message:
    """Tell the person who added the bot to a channel what it posts there, and how to change that."""
    reader = await find_reader(services, place)
    return (
        service_messages.confirm_channel(title, reader)
        if reader
        else service_messages.not_subscribed(services.settings.display)
    )


async def choose(services: Services, place: Place, choice: Choice) -> Subscriber | None:
    """Apply a choice, and return the subscriber; None if the chat has not subscribed."""
    async with services.database.begin() as session:
        reader = await accounts.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)
        if reader is None:
            return None
        reader = await _mend(session, services, reader)
        return await accounts.change(session, reader.id, **choice(reader, services.clock()))


async def find_reader(services: Services, place: Place) -> Subscriber | None:
    """Return the subscriber of this chat, in any state; None if there is none."""
    async with services.database.begin() as session:
        return await accounts.find_subscriber(session, services.story.name, place.chat_id, place.thread_id)


async def show(services: Services, place: Place, page: SettingsPage, choice: Choice | None = None) -> Message:
    """Apply a choice, and return a page of the settings; a chat that has not subscribed is told so."""
    reader = await (choose(services, place, choice) if choice else find_reader(services, place))
    if reader is None:
        return service_messages.not_subscribed(services.settings.display)
    return page(services.story, reader, services.clock())


async def _mend(session: Session, services: Services, reader: Subscriber) -> Subscriber:
    """Give the reader the next date of their hour if a clock ahead of ours has left a later one."""
    if mended := mend_schedule(reader, services.clock()):
        next_due_at, digested_on = mended
        await accounts.set_schedules(session, [accounts.Schedule(reader.id, next_due_at, digested_on)])
        return replace(reader, next_due_at=next_due_at, digested_on=digested_on)
    return reader


async def _subscribe(session: Session, services: Services, place: Place, hour: time, zone: str) -> Subscriber:
    """Subscribe a chat, or make it active again; a new subscriber has nothing unread but what comes from now on."""
    due = next_due(services.clock(), hour, zone)
    return await accounts.subscribe(
        session,
        services.story.name,
        place.chat_id,
        place.thread_id,
        digest_time=hour,
        zone=zone,
        next_due_at=due,
        digested_on=local_date(due, zone) - timedelta(days=1),
        offered_up_to=0,
        begins_after=await last_sequence(session, services.story.name),
        now=services.clock(),
        display=services.settings.display,
    )
