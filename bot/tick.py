"""What happens by itself: every minute, whoever is due gets what is new."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from telegram import Bot

from bot.delivery import deliver_pending
from bot.hours import due_on, local_date, next_due
from bot.layout import Press
from bot.messages import Message, digest
from bot.services import Services
from storage.articles import list_sources
from storage.deliveries import plan_digest, save_edition
from storage.subscribers import list_due, set_next_due
from storage.updates import list_unseen
from storage.values import StoredUpdate

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again."""

    name: str
    every: timedelta
    run: Callable[[Services, Bot], Awaitable[None]]


async def run_tick(services: Services, bot: Bot) -> None:
    """Plan the digests that are due and send what is pending.

    May be called at any moment; a second call waits for the first, so that after it everything due is sent.
    """
    async with services.outbox.ticking:
        while await _plan_batch(services) == _BATCH:
            pass
        await deliver_pending(services, bot)


JOBS = (Job("tick", timedelta(minutes=1), run_tick),)


async def _plan_batch(services: Services) -> int:
    """Plan the digest of some who are due and move each to the next time; return how many they were."""
    now, story = services.clock(), services.story
    async with services.database.begin() as session:
        due = await list_due(session, story.name, now, _BATCH)
        sources = {source.article: source for source in await list_sources(session, story.name)}
        # Rendered once for all to whom the same is new on the same date.
        rendered: dict[tuple[date, tuple[StoredUpdate, ...]], Message | None] = {}
        for subscriber in due:
            today = local_date(now, subscriber.zone)
            unseen = await list_unseen(session, story.name, subscriber)
            new = tuple(stored for stored in unseen if stored.sequence > subscriber.offered_up_to)
            if (today, new) not in rendered:
                rendered[today, new] = digest(Press(story, sources, today), new)
            hour, zone = subscriber.digest_time, subscriber.zone
            following = next_due(now, hour, zone)
            if message := rendered[today, new]:
                edition = await save_edition(session, story.name, **message.content(), now=now)
                await plan_digest(session, subscriber.id, edition.id, today, now)
                # A digest that catches up before its hour is today's all the same.
                following = next_due(max(now, due_on(today, hour, zone)), hour, zone)
            await set_next_due(session, subscriber.id, following)
    return len(due)
