"""A round: visit the sources that are due, side by side, and take in what they bring as it comes.

No source waits for another. What has come is taken in together; what comes meanwhile is taken in next.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.core.container import Services
from bot.sources.rounds.intake import take_in_hauls
from bot.sources.rounds.lease import visiting
from bot.sources.values import FOLDER, Haul, VisitReport
from bot.sources.visits.folder import visit_folder
from bot.sources.visits.web import visit_web
from storage.model.sources import KnownEntry, NewsSource
from storage.sources.visits import claim_due, load_known

_LOGGER = logging.getLogger(__name__)

_HOLD = timedelta(minutes=5)  # until a source is due again if the process dies on its visit
_AT_ONCE = 64  # visits side by side; the fetcher has bounds of its own for each host
_GATHERING_S = 2.0  # how long what has come waits for more, at first; then as long as taking in took

Tell = Callable[[VisitReport], None]


async def run_round(
    services: Services,
    *,
    everything: bool = False,
    patience: float = 0.0,
    tell: Tell | None = None,
) -> list[VisitReport]:
    """Visit the active sources that are due, and take in what they bring. Return what came of each.

    :param everything: visit all active sources, due or not.
    :param patience: seconds to wait while another process makes a round.
    :param tell: is told of each visit as soon as it is recorded.
    :raises BusyError: if another process makes a round.
    """
    async with visiting(services, patience):
        now = services.clock()
        async with services.database.begin() as session:
            sources = await claim_due(session, now, _HOLD, everything=everything)
        return await _Round(services, tell).run(sources)


class _Round:
    def __init__(self, services: Services, tell: Tell | None) -> None:
        self._services, self._tell = services, tell
        self._came = asyncio.Queue[Haul]()
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._gathering = _GATHERING_S

    async def run(self, sources: Sequence[NewsSource]) -> list[VisitReport]:
        visits = [asyncio.create_task(self._visit(source)) for source in sources]
        reports: list[VisitReport] = []
        try:
            while len(reports) < len(sources):
                hauls = await self._gather(len(sources) - len(reports))
                reports += await self._take_in(hauls)
        finally:
            for visit in visits:
                visit.cancel()
            await asyncio.gather(*visits, return_exceptions=True)
        return reports

    async def _visit(self, source: NewsSource) -> None:
        async with self._free:
            try:
                haul = await self._call(source)
            except Exception as error:
                # A source is whatever strangers make of it: no mistake of ours in one may end the round of the others.
                _LOGGER.exception("Visit to source %d failed", source.id)
                haul = Haul(source, fault=f"cannot be visited: {type(error).__name__}")
        self._came.put_nowait(haul)

    async def _call(self, source: NewsSource) -> Haul:
        services = self._services
        if source.kind == FOLDER:
            return await visit_folder(source, self._load_known, services.story.zone)
        return await visit_web(source, services.visiting, self._load_known, services.story.zone, services.clock())

    async def _load_known(self, source_id: int, keys: Iterable[str]) -> Mapping[str, KnownEntry]:
        async with self._services.database.read() as session:
            return await load_known(session, source_id, keys)

    async def _gather(self, left: int) -> list[Haul]:
        """Wait until something has come; return it with what comes soon after it."""
        hauls = [await self._came.get()]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._gathering):
                while len(hauls) < left:
                    hauls.append(await self._came.get())
        return hauls

    async def _take_in(self, hauls: Sequence[Haul]) -> list[VisitReport]:
        began = asyncio.get_running_loop().time()
        reports = await take_in_hauls(self._services, hauls)
        self._gathering = max(_GATHERING_S, asyncio.get_running_loop().time() - began)
        if self._tell:
            for report in reports:
                self._tell(report)
        return reports
