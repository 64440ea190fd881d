"""Who is to be sent something now: the digests whose hour has come, the alerts for what has just been stored."""

from collections.abc import Hashable
from datetime import date, datetime, timedelta

from bot.core.container import Services
from bot.delivery.editions import has_news
from bot.domain.schedule import date_digest, due_after, end_of_quiet, next_due
from bot.domain.selection import pick_important
from storage.model.values import Subscriber
from storage.news.updates import list_unalerted, set_alerted
from storage.outbox import deliveries
from storage.subscribers.accounts import Schedule, list_alerted, list_due, set_schedules

_AT_ONCE = 1000
_ON_TIME = timedelta(hours=1)  # a digest that is later than this catches up, and may wait for the quiet hours' end


async def plan_digests(services: Services, news: dict[Hashable, bool]) -> bool:
    """Give those who are due a digest, where there is news, and move them to the next time: some of them at a time.

    :param news: whether there is any, found once for all who have seen the same; hand in the same one again.

    Returns whether more are due.
    """
    now, story = services.clock(), services.story.name
    async with services.database.begin() as session:
        due = await list_due(session, story, now, _AT_ONCE)
        if not due:
            return False
        snapshot = await services.story_cache.read(session, services.story)
        seen = await services.story_cache.load_seen(session, {reader.seen_set_id for reader in due})
        schedules, digests = [], {}
        for reader in due:
            day, next_due_at = decide_digest(reader, now)
            schedules.append(Schedule(reader.id, next_due_at, day or reader.digested_on))
            if day is None:
                continue
            key = snapshot.version, reader.seen_set_id, reader.muted, reader.offered_up_to
            if key not in news:
                news[key] = has_news(snapshot, seen[reader.seen_set_id], reader.muted, reader.offered_up_to)
            if news[key] or reader.tells_nothing_new:
                digests[reader.id] = day
        if digests:
            await deliveries.plan_digests(session, story, digests, now)
        await set_schedules(session, schedules)
    return len(due) == _AT_ONCE


def decide_digest(reader: Subscriber, now: datetime) -> tuple[date | None, datetime]:
    """Of somebody who is due: the local date whose digest it is, None where it has to wait; and when he is due next."""
    if wait := _find_wait(reader, now):
        return None, min(wait, next_due(now, reader.digest_time, reader.zone))  # an hour that was chosen comes
    day = date_digest(now, reader.digested_on, reader.digest_time, reader.zone)
    return day, due_after(day, reader.digest_time, reader.zone)


async def plan_alerts(services: Services) -> None:
    """Give everybody who chose so an alert, if something important was stored since this was last asked.

    Done again after a crash it does no harm: an alert tells what its reader has not seen, or is not sent.
    """
    story, now = services.story, services.clock()
    async with services.database.begin() as session:
        after, up_to = await list_unalerted(session, story.name)
        if after == up_to:
            return
        snapshot = await services.story_cache.read(session, story)
    fresh = [stored for stored in snapshot.updates if after < stored.sequence <= up_to]
    topics = {stored.update.topic for stored in pick_important(fresh, {topic.key for topic in story.topics})}
    last: int | None = 0 if topics else None
    while last is not None:
        last = await _plan_alerts_beyond(services, topics, now, last)
    async with services.database.begin() as session:
        await set_alerted(session, story.name, up_to)


async def _plan_alerts_beyond(services: Services, topics: set[str], now: datetime, after: int) -> int | None:
    """Plan the alerts of some subscribers, by id; return the last of them, None where there are no more."""
    story = services.story.name
    async with services.database.begin() as session:
        readers = await list_alerted(session, story, now, after, _AT_ONCE)
        moments = {
            reader.id: end_of_quiet(now, reader.quiet_from, reader.quiet_to, reader.zone) or now
            for reader in readers
            if topics & reader.alerts
        }
        if moments:
            await deliveries.plan_alerts(session, story, moments, now)
    return readers[-1].id if readers else None


def _find_wait(reader: Subscriber, now: datetime) -> datetime | None:
    """Until when a digest that catches up has to wait, if it would come in the quiet hours."""
    if reader.next_due_at is None or now - reader.next_due_at <= _ON_TIME:
        return None
    return end_of_quiet(now, reader.quiet_from, reader.quiet_to, reader.zone)
