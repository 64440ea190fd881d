"""What the parts of the bot share; the composition root builds it once."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.clock import Clock
from bot.core.sender_state import SenderState
from bot.core.settings import Settings
from bot.core.story_cache import StoryCache
from bot.core.visit_tools import VisitTools
from bot.domain.schedule import local_date
from bot.domain.trouble import Troubles
from bot.rendering.layout import RenderContext
from bot.telegram.file_id_cache import FileIdCache
from bot.telegram.rate_limiter import Limiter, Rates
from bot.telegram.repeat_guard import RepeatGuard
from bot.telegram.rich_messages import RichSupport
from briefings.model import Article, Briefing, Kept
from briefings.story import Story
from storage.engine.database import Database
from storage.model import StorySnapshot, Subscriber


class Composed(NamedTuple):
    """A briefing, and what was read for it, to be kept for the next."""

    briefing: Briefing
    read: tuple[Kept, ...] = ()


# Of a story, its articles, and what is kept of earlier readings.
Compose = Callable[[Story, Iterable[Article], Iterable[Kept]], Composed]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler or a job may use."""

    settings: Settings
    story: Story
    database: Database
    clock: Clock
    compose: Compose
    visiting: VisitTools
    limiter: Limiter = field(default_factory=lambda: Limiter(Rates()))
    sender_state: SenderState = field(default_factory=SenderState)
    rich_support: RichSupport = field(default_factory=RichSupport)
    story_cache: StoryCache = field(default_factory=StoryCache)
    repeat_guard: RepeatGuard = field(default_factory=RepeatGuard)
    troubles: Troubles = field(default_factory=Troubles)
    file_ids: FileIdCache = field(default_factory=FileIdCache)

    def make_context(
        self, snapshot: StorySnapshot, reader: Subscriber | None = None, seen: Collection[int] = frozenset()
    ) -> RenderContext:
        """Return what messages are rendered from now, for a reader or by the settings of the installation."""
        zone = reader.zone if reader else self.settings.timezone
        display = reader.display if reader else self.settings.display
        return RenderContext.of(self.story, snapshot, local_date(self.clock(), zone), display, seen)
