"""Which process sends: the one that holds the story's lease. On SQLite only one process may send."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.core.container import Services
from bot.telegram.back_off import BackOff
from storage.outbox.claims import settle_interrupted
from storage.outbox.leases import drop_lease, end_sessions_of_expired, take_lease

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

    No error ends the loop: a process whose lease nobody renews sends nothing, and another one takes its place.
    """
    back_off, wait = BackOff("Renewing the lease", _LOGGER, first=_BEAT_S, longest=3 * _BEAT_S), _BEAT_S
    while True:
        await asyncio.sleep(wait)
        wait = _BEAT_S
        try:
            leads = await _take_lead_in_time(services)
            back_off.succeed()
            if leads and services.sender_state.has_lapsed:
                services.sender_state.has_lapsed = False
                services.sender_state.due.set()
        except Exception as error:  # noqa: BLE001 - drivers raise errors of their own, too
            wait = back_off.fail(error)
            services.troubles.note_error(error, "lease")
            services.sender_state.leads = leads = False
        try:
            await follow(leads)
        except Exception as error:  # noqa: BLE001 - the next beat tries again
            back_off.fail(error)


async def _take_lead_in_time(services: Services) -> bool:
    """Take or renew the lease; give up when it would have expired: then another process may hold it.

    On SQLite nobody else can hold it, and a connection whose statement is cut off would be lost.
    """
    if services.database.sends_alone:
        return await take_lead(services)
    try:
        async with asyncio.timeout(_LEASE_S):
            return await take_lead(services)
    except TimeoutError:
        await _end_frozen_leader(services)
        raise


async def _end_frozen_leader(services: Services) -> None:
    async with asyncio.timeout(_LEASE_S), services.database.begin() as session:
        frozen = await end_sessions_of_expired(session, services.story.name)
    if frozen:
        _LOGGER.warning("The process %s kept the lease locked after it had expired; its connections are ended", frozen)


async def leave_lead(services: Services) -> None:
    """Give up the lease, so that another process can lead at once."""
    async with services.database.begin() as session:
        await drop_lease(session, services.story.name, services.sender_state.holder)
    services.sender_state.leads = False
