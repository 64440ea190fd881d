"""Who is to be sent something now: digests whose hour has come, alerts on news that has just been stored."""

from datetime import date, datetime, timedelta

from bot.core.container import Services
from bot.delivery.editions import list_unread
from bot.domain.schedule import date_digest, due_after, end_of_quiet, next_due
from bot.domain.selection import pick_important
from storage.model import ReadingState, Subscriber
from storage.news.updates import list_unalerted, set_alerted
from storage.outbox import deliveries
from storage.subscribers.accounts import Schedule, list_alerted, list_due, set_schedules

NewsFound = dict[tuple[int, ReadingState], bool]
"""By the story's version and a reading state: whether a digest would tell any news."""

_AT_ONCE = 1000
_ON_TIME = timedelta(hours=1)  # a digest that is later than this is late: quiet hours postpone it


async def plan_digests(services: Services, news: NewsFound) -> bool:
    """Plan the digests of up to 1,000 subscribers who are due, and set when their next digests are due.

    A subscriber without news gets no digest, unless the subscriber wants a message on such days, too.

    :param news: what was found already. Pass the same dictionary to the next call.

    Returns whether more subscribers are due.
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
            key = snapshot.version, ReadingState.of(reader)
            if key not in news:
                news[key] = bool(list_unread(snapshot, seen[reader.seen_set_id], key[1]))
            if news[key] or reader.tells_nothing_new:
                digests[reader.id] = day
        if digests:
            await deliveries.plan_digests(session, story, digests, now)
        await set_schedules(session, schedules)
    return len(due) == _AT_ONCE


def decide_digest(reader: Subscriber, now: datetime) -> tuple[date | None, datetime]:
    """Return the local date of the digest of a subscriber who is due (None if it waits), and when the next is due."""
    if wait := _find_wait(reader, now):
        # A digest at the chosen hour waits for nothing.
        return None, min(wait, next_due(now, reader.digest_time, reader.zone))
    day = date_digest(now, reader.digested_on, reader.digest_time, reader.zone)
    return day, due_after(day, reader.digest_time, reader.zone)


async def plan_alerts(services: Services) -> None:
    """Plan an alert for every subscriber who follows a topic on which important news was stored since the last call.

    A repetition after a crash does no harm: an alert tells what its reader has not seen, or is not sent.
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
    """Plan the alerts of the next subscribers by id; return the last id, or None if no subscriber is left."""
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
    """Return the end of the quiet hours that postpone a late digest; None if nothing does."""
    if reader.next_due_at is None or now - reader.next_due_at <= _ON_TIME:
        return None
    return end_of_quiet(now, reader.quiet_from, reader.quiet_to, reader.zone)
