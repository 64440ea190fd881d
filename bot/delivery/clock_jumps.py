"""The machine's clock was ahead for a while: bring back the digests that are due in the far future."""

import logging
from datetime import timedelta

from bot.core.container import Services
from bot.delivery.editions import ON_RETURN
from bot.domain.preferences import mend_schedule
from bot.domain.schedule import FAR, local_date
from storage.outbox.clock_jumps import free_dates, list_due_beyond, wake_deliveries
from storage.subscribers.accounts import Schedule, set_schedules

_LOGGER = logging.getLogger(__name__)

_AT_ONCE = 1000


async def bring_back(services: Services) -> None:
    """Give every subscriber whose next digest is due later than their hour can say the next date of their hour."""
    now, story = services.clock(), services.story.name
    mended, more = 0, True
    while more:
        async with services.database.begin() as session:
            readers = await list_due_beyond(session, story, now + FAR, now, _AT_ONCE)
            schedules = [
                Schedule(reader.id, *mend) for reader in readers if (mend := mend_schedule(reader, now)) is not None
            ]
            if schedules:
                await set_schedules(session, schedules)
                ids = [schedule.subscriber_id for schedule in schedules]
                # A day later than in any zone, so that no date is taken that may have had its digest.
                await free_dates(session, ids, local_date(now, "UTC") + timedelta(days=1), now)
        mended += len(schedules)
        more = len(schedules) == _AT_ONCE
    async with services.database.begin() as session:
        woken = await wake_deliveries(session, story, now + FAR, ON_RETURN, now)
    if mended or woken:
        _LOGGER.warning(
            "The clock was ahead: %d subscribers were due in the far future, and are due at their next hour; "
            "%d deliveries that waited for the future may be sent",
            mended, woken,
        )  # fmt: skip
