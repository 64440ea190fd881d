"""Which process sends: the one that holds the story's lease. On SQLite there is no other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.core.container import Services
from storage.engine.database import DatabaseError
from storage.outbox.deliveries import settle_interrupted
from storage.outbox.leases import drop_lease, take_lease

_LOGGER = logging.getLogger(__name__)

_LEASE_S = 15.0  # a process that says nothing for so long is taken for dead
_BEAT_S = 5.0


async def take_lead(services: Services) -> bool:
    """Hold the lease, or renew it; False where another process holds it.

    Whatever another process was sending when it lost the lease is uncertain from now on.
    """
    sender_state, story = services.sender_state, services.story.name
    is_alone = services.database.sends_alone
    async with services.database.begin() as session:
        leads = await take_lease(session, story, sender_state.holder, _LEASE_S, is_alone=is_alone)
        if leads and not sender_state.leads:
            interrupted = await settle_interrupted(session, story, sender_state.holder, services.clock())
            if interrupted:
                _LOGGER.warning("%d deliveries were interrupted, and are not repeated", interrupted)
    sender_state.leads = leads
    return leads


async def keep_lead(services: Services, follow: Callable[[bool], Awaitable[None]]) -> None:
    """Take the lead as soon as nobody has it, and renew it, for ever; ``follow`` is told at each beat who leads.

    Where it cannot do its part, because Telegram is not reached, it is told again at the next.
    """
    while True:
        await asyncio.sleep(_BEAT_S)
        try:
            leads = await take_lead(services)
        except DatabaseError as error:
            _LOGGER.warning("Whether this process may send is not known: %s", error)
            services.sender_state.leads = leads = False
        try:
            await follow(leads)
        except TelegramError as error:
            _LOGGER.warning("Polling could not begin, and is tried again: %s", error.message)


async def leave_lead(services: Services) -> None:
    """Let another process lead at once."""
    async with services.database.begin() as session:
        await drop_lease(session, services.story.name, services.sender_state.holder)
    services.sender_state.leads = False
