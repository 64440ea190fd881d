"""Which process sends: the one that holds the story's lease. On SQLite only one process may send."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.core.container import Services
from storage.engine.database import DatabaseError
from storage.outbox.claims import settle_interrupted
from storage.outbox.leases import drop_lease, take_lease

_LOGGER = logging.getLogger(__name__)

_LEASE_S = 15.0  # a process that does not renew its lease for so long counts as dead
_BEAT_S = 5.0


async def take_lead(services: Services) -> bool:
    """Take or renew the lease; return False while another process holds it.

    If another process was sending when it lost the lease, the outcomes of those deliveries become uncertain.
    """
    sender_state, story = services.sender_state, services.story.name
    is_alone = services.database.sends_alone
    async with services.database.begin() as session:
        leads = await take_lease(session, story, sender_state.holder, _LEASE_S, is_alone=is_alone)
        if leads and not sender_state.leads:
            interrupted = await settle_interrupted(session, story, sender_state.holder, services.clock())
            if interrupted:
                _LOGGER.warning("%d deliveries were interrupted; they are uncertain and not repeated", interrupted)
    sender_state.leads = leads
    return leads


async def keep_lead(services: Services, follow: Callable[[bool], Awaitable[None]]) -> None:
    """Take the lease as soon as it is free, and renew it until cancelled. After each beat, tell ``follow`` who leads.

    If ``follow`` fails because Telegram is not reached, it is called again at the next beat.
    """
    while True:
        await asyncio.sleep(_BEAT_S)
        try:
            leads = await take_lead(services)
        except DatabaseError as error:
            _LOGGER.warning("Lease not renewed: %s", error)
            services.sender_state.leads = leads = False
        try:
            await follow(leads)
        except TelegramError as error:
            _LOGGER.warning("Polling could not start; retrying: %s", error.message)


async def leave_lead(services: Services) -> None:
    """Give up the lease, so that another process can lead at once."""
    async with services.database.begin() as session:
        await drop_lease(session, services.story.name, services.sender_state.holder)
    services.sender_state.leads = False
