"""What runs at intervals: the tick sends what is due every minute; the sweep deletes what is old every hour.

APScheduler runs them. A watch beside it sees what the scheduler does not: a clock that jumps, a tick that is wanted.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # it ships no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from bot.core.container import Services
from bot.delivery.clock_jumps import bring_back
from bot.delivery.operator_alerts import tell_troubles
from bot.delivery.planner import NewsFound, plan_alerts, plan_digests
from bot.delivery.sender import deliver_pending
from bot.domain.trouble import Trouble
from bot.search.indexer import index_updates, renew_index
from bot.telegram.back_off import BackOff, describe
from bot.telegram.rate_limiter import Bot
from storage.engine.database import DatabaseError
from storage.outbox.housekeeping import sweep

_LOGGER = logging.getLogger(__name__)

_LONG_HALT_S = 300.0  # a shorter halt is usual, and is told to nobody
_LOOK_S = 1.0  # how often the clock is looked at
_JUMP_S = 5.0
_PUT_BACK_S = 1.0  # added to the wait that a 429 asked for, until deliveries are put back


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs at intervals."""

    name: str
    every: timedelta
    run: Callable[[Services, Bot], Awaitable[None]]
    first_wait: float = 4.0  # seconds after its first failure


async def run_tick(services: Services, bot: Bot) -> None:
    """Index new updates for the search, plan the digests and alerts that are due, and send what is pending.

    May be called at any moment, in several processes. A second call in one process waits for the first; so everything
    that is due has been sent when a call returns.
    """
    await _index(services)
    async with services.sender_state.ticking:
        await bring_back(services)
        news: NewsFound = {}
        more = True
        while more and not services.sender_state.closing:
            await plan_alerts(services)  # alerts go before digests that are not planned yet
            more = await plan_digests(services, news)
            await deliver_pending(services, bot)


async def _index(services: Services) -> None:
    """Index new updates. The index is derived from the updates: if it is damaged, make it anew, and go on anyhow."""
    try:
        await index_updates(services.database, services.story, services.story_cache.read)
    except Exception as error:  # noqa: BLE001 - a search that fails is no reason to send no digests
        services.troubles.note(Trouble.SEARCH, type(error).__name__)
        if count := services.sender_state.failures.count("search index"):
            _LOGGER.warning("The search index cannot be brought up to date (%d times): %s", count, describe(error))
        with suppress(Exception):
            await renew_index(services.database, services.story)


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
SWEEP = Job("sweep", timedelta(hours=1), run_sweep, first_wait=60.0)
TELL = Job("telling the operators", timedelta(seconds=15), tell_troubles)
JOBS = (TICK, SWEEP, TELL)


async def keep_running(jobs: Iterable[Job], services: Services, bot: Bot) -> None:
    """Run jobs at their intervals until cancelled. No error ends them; each adds to the wait and not to the log."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for job in jobs:
        # A tick that is wanted while one runs waits for it (:func:`run_tick`); with one instance it would be dropped.
        instances = 2 if job.name == TICK.name else 1
        back_off = BackOff(f"Job {job.name}", _LOGGER, first=job.first_wait, longest=job.every.total_seconds())
        scheduler.add_job(
            _run, IntervalTrigger(seconds=job.every.total_seconds()), (scheduler, job, back_off, services, bot),
            id=job.name, next_run_time=_now(), coalesce=True, max_instances=instances, misfire_grace_time=None,
        )  # fmt: skip
    scheduler.start()
    try:
        await _watch(scheduler, services)
    finally:
        scheduler.shutdown(wait=False)


async def _run(scheduler: AsyncIOScheduler, job: Job, back_off: BackOff, services: Services, bot: Bot) -> None:
    """Run a job once. If it fails, or a halt put deliveries back, run it again before its interval ends."""
    wait = None
    try:
        await job.run(services, bot)
        back_off.succeed()
    except asyncio.CancelledError:
        return  # the bot stops; the scheduler would log an error
    except Exception as error:  # noqa: BLE001 - whatever it is, the next run may succeed
        wait = back_off.fail(error, with_traceback=not isinstance(error, DatabaseError))
        services.troubles.note_error(error, job.name)
    if job is TICK:
        wait = _look_at_halt(services, wait)
    if wait is not None:
        scheduler.modify_job(job.name, next_run_time=_now() + timedelta(seconds=wait))


async def _watch(scheduler: AsyncIOScheduler, services: Services) -> None:
    """Run the tick when it is wanted, and everything if the machine's clock jumps.

    The scheduler compares dates: without this it would sleep for ten days after the clock had been ten days ahead.
    """
    due, ahead = services.sender_state.due, _find_offset()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(due.wait(), _LOOK_S)
        jumped = abs(_find_offset() - ahead) > _JUMP_S
        if jumped:
            _LOGGER.warning("The machine's clock jumped by %.0f s; the jobs run now", _find_offset() - ahead)
            ahead = _find_offset()
        for job in scheduler.get_jobs():
            if jumped or (due.is_set() and job.id == TICK.name):
                job.modify(next_run_time=_now())
        due.clear()


def _now() -> datetime:
    return datetime.now(UTC)


def _find_offset() -> float:
    """Return the seconds by which the machine's clock is ahead of one that never jumps."""
    return time.time() - time.monotonic()


def _look_at_halt(services: Services, wait: float | None) -> float | None:
    """Return the seconds to the next tick: deliveries that a halt put back must not wait for the next minute."""
    if (halt := services.limiter.halt_remaining()) > _LONG_HALT_S:
        services.troubles.note(Trouble.HALT, f"{halt:.0f} s", lasts=halt)
    every = TICK.every.total_seconds() if wait is None else wait
    return min(every, halt + _PUT_BACK_S) if halt else wait
