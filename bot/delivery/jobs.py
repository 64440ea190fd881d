"""What happens by itself: every minute, whoever is due gets what is new; what is old is swept away."""

import logging
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.container import Services
from bot.delivery.planner import plan_alerts, plan_digests
from bot.delivery.sender import deliver_pending
from bot.search.indexer import index_updates
from bot.telegram.rate_limiter import Bot
from storage.outbox.housekeeping import sweep

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again."""

    name: str
    every: timedelta
    run: Callable[[Services, Bot], Awaitable[None]]


async def run_tick(services: Services, bot: Bot) -> None:
    """Index what is new for searching; plan the digests and alerts that are due, and send what is pending.

    May be called at any moment, in several processes; a second call in one waits for the first, so that after it
    everything due is sent.
    """
    await index_updates(services.database, services.story, services.story_cache.read)
    async with services.sender_state.ticking:
        news: dict[Hashable, bool] = {}
        more = True
        while more and not services.sender_state.closing:
            await plan_alerts(services)  # ahead of the digests that are still to be planned
            more = await plan_digests(services, news)
            await deliver_pending(services, bot)


async def run_sweep(services: Services, _bot: Bot) -> None:
    """Delete what the settings say is kept no longer, a little at a time."""
    settings, now = services.settings, services.clock()
    articles_days = settings.keep_articles_days
    async with services.database.begin() as session:
        swept = await sweep(
            session,
            services.story.name,
            now,
            deliveries_before=now - timedelta(days=settings.keep_deliveries_days),
            articles_before=now - timedelta(days=articles_days) if articles_days else None,
        )
    _LOGGER.info("Swept away: %s", swept)


JOBS = (Job("tick", timedelta(minutes=1), run_tick), Job("sweep", timedelta(hours=1), run_sweep))
