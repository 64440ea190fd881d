"""What the parts of the bot share, built once by the composition root."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.settings import Settings
from briefings.story import Story
from storage.database import Database


@dataclass(slots=True)
class Outbox:
    """What the sending side remembers between two ticks. Losing it in a restart loses nothing."""

    ticking: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted_until: datetime | None = None  # Telegram said 429
    closing: bool = False  # the process ends: finish what is being sent, begin nothing

    def halt(self, until: datetime) -> None:
        """Send nothing until that moment."""
        self.halted_until = max(until, self.halted_until or until)

    def is_halted(self, now: datetime) -> bool:
        """Whether Telegram's deadline is still to come."""
        return self.halted_until is not None and now < self.halted_until


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler or a job may reach."""

    settings: Settings
    story: Story
    database: Database
    clock: Clock
    outbox: Outbox = field(default_factory=Outbox)
