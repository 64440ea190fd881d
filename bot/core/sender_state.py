"""What the sender remembers between two ticks. Losing it in a restart loses nothing."""

import asyncio
import os
import socket
from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import uuid4

from bot.domain.brake import Brake
from bot.telegram.back_off import Repeats
from storage.model.values import Outcome

_REMEMBERED = 1000


class RecentIds:
    """The numbers that were added last, up to a limit."""

    def __init__(self, limit: int = _REMEMBERED) -> None:
        self._limit = limit
        self._ids: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, number: int) -> bool:
        return number in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, number: int) -> None:
        """Remember a number; forget the one that was added longest ago if there are too many."""
        self._ids[number] = None
        self._ids.move_to_end(number)
        while len(self._ids) > self._limit:
            self._ids.popitem(last=False)


@dataclass(slots=True)
class SenderState:
    """Locks, the lease, and what could not be recorded yet."""

    holder: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}")
    ticking: asyncio.Lock = field(default_factory=asyncio.Lock)
    claiming: asyncio.Lock = field(default_factory=asyncio.Lock)  # two lanes must not claim for one reader
    leads: bool = False  # this process holds the lease
    has_lapsed: bool = False  # the lease ran out while deliveries were pending: tick as soon as it is renewed
    closing: bool = False  # the process ends: finish what is being sent, and claim nothing
    unrecorded: list[Outcome] = field(default_factory=list)  # outcomes that the database could not record
    brake: Brake = field(default_factory=Brake)
    failures: Repeats = field(default_factory=Repeats)  # which failures of sends are logged
    due: asyncio.Event = field(default_factory=asyncio.Event)  # the tick is wanted before its next minute
    refused_editions: RecentIds = field(default_factory=RecentIds)  # Telegram refused their HTML; sent as plain text
