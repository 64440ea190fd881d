"""What runs at intervals: the tick sends what is due every minute; the sweep deletes what is old every hour."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.container import Services
from bot.delivery.planner import NewsFound, plan_alerts, plan_digests
from bot.delivery.sender import deliver_pending
from bot.search.indexer import index_updates
from bot.telegram.rate_limiter import Bot
from storage.outbox.housekeeping import sweep

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs at intervals."""

    name: str
    every: timedelta
    run: Callable[[Services, Bot], Awaitable[None]]


async def run_tick(services: Services, bot: Bot) -> None:
    """Index new updates for the search, plan the digests and alerts that are due, and send what is pending.

    May be called at any moment, in several processes. A second call in one process waits for the first; so everything
    that is due has been sent when a call returns.
    """
    await index_updates(services.database, services.story, services.story_cache.read)
    async with services.sender_state.ticking:
        news: NewsFound = {}
        more = True
        while more and not services.sender_state.closing:
            await plan_alerts(services)  # alerts go before digests that are not planned yet
            more = await plan_digests(services, news)
            await deliver_pending(services, bot)


async def run_sweep(services: Services, _bot: Bot) -> None:
    """Delete some of what is older than the settings keep it."""
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
    _LOGGER.info("Sweep deleted: %s", swept)


TICK = Job("tick", timedelta(minutes=1), run_tick)
SWEEP = Job("sweep", timedelta(hours=1), run_sweep)
JOBS = (TICK, SWEEP)
