"""What visits to sources use: the network, and what reads the bytes of strangers. It is handed in."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.fetching.fetcher import Fetcher
from bot.fetching.values import Answer
from briefings.reading.values import Reading, SourceKind


class ReadSource(Protocol):
    """Reads a source: ``briefings.reading.sources.read_source``."""

    def __call__(
        self,
        data: bytes,
        *,
        content_type: str | None,
        url: str | None,
        zone: str,
        kind: SourceKind | None = None,
        now: datetime | None = None,
    ) -> Reading:
        """Return what stands in the bytes; raise ``UnreadableSourceError`` if it is nothing that is read."""


@dataclass(frozen=True, slots=True)
class VisitTools:
    """The tools of visits; the composition root builds them once."""

    fetcher: Fetcher
    read_source: ReadSource

    async def read(self, answer: Answer, zone: str, now: datetime, kind: SourceKind | None = None) -> Reading:
        """Read an answer in a thread: readers are answered meanwhile.

        :raises UnreadableSourceError: if it is nothing that is read, or of another kind.
        """
        about = {"content_type": answer.content_type, "url": answer.url}
        return await asyncio.to_thread(partial(self.read_source, answer.body, **about, zone=zone, kind=kind, now=now))
