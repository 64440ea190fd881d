"""Only one process visits sources at a time: the one that holds the lease of the rounds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from bot.core.container import Services
from bot.sources.values import SourceError
from storage.engine.database import DatabaseError
from storage.outbox.leases import drop_lease, take_lease

_LOGGER = logging.getLogger(__name__)

_NAME = "visits to sources"
_LEASE_S = 6.0  # a process that does not renew it for so long counts as dead
_BEAT_S = 2.0
_ASK_AGAIN_S = 0.5


class BusyError(SourceError):
    """Another process visits the sources."""


@asynccontextmanager
async def visiting(services: Services, patience: float = 0.0) -> AsyncIterator[None]:
    """Hold the lease of the rounds during the block. If it is lost, the block is cancelled.

    :param patience: seconds to wait while another process holds it.
    :raises BusyError: if another process holds it still.
    """
    # Two rounds of one process are two as well: the preview moves the clock while the bot makes rounds of its own.
    holder = f"{services.sender_state.holder}-{uuid4().hex[:8]}"
    until = asyncio.get_running_loop().time() + patience
    while not await _take(services, holder):
        if asyncio.get_running_loop().time() >= until:
            raise BusyError("another process visits the sources now; what it finds is taken in")
        await asyncio.sleep(_ASK_AGAIN_S)
    work, lost = asyncio.current_task(), asyncio.Event()
    beat = asyncio.create_task(_keep(services, holder, lost, work))
    try:
        yield
    except asyncio.CancelledError:
        if lost.is_set():
            raise BusyError("another process took over the visits to the sources") from None
        raise
    finally:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
        async with services.database.begin() as session:
            await drop_lease(session, _NAME, holder)


async def _keep(services: Services, holder: str, lost: asyncio.Event, work: "asyncio.Task[object] | None") -> None:
    """Renew the lease. If another process has it, cancel the work: it may have been frozen for long."""
    while True:
        await asyncio.sleep(_BEAT_S)
        try:
            if not await _take(services, holder):
                lost.set()
                if work:
                    work.cancel()
                return
        except DatabaseError as error:  # then nobody else can take it, either
            _LOGGER.warning("The lease of the visits cannot be renewed: %s", error)


async def _take(services: Services, holder: str) -> bool:
    async with services.database.begin() as session:
        return await take_lease(session, _NAME, holder, _LEASE_S)
