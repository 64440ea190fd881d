"""What the parts of the bot share, built once by the composition root."""

import gc
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.core.clock import Clock
from bot.core.sender_state import SenderState
from bot.core.settings import Settings
from bot.telegram.file_id_cache import FileIdCache
from bot.telegram.rate_limiter import Limiter, Rates
from bot.telegram.repeat_guard import RepeatGuard
from bot.telegram.rich_messages import RichSupport
from briefings.story import Story
from storage.engine.database import Database, Session
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import StorySnapshot
from storage.news.updates import read_snapshot
from storage.subscribers.seen import load_seen

Made = TypeVar("Made")

_LARGE = 1000  # updates
_MADE_AT_MOST = 500
_SETS_AT_MOST = 20_000


@dataclass(slots=True)
class StoryCache:
    """What stands of the story, read from the database again only when it has changed; and what was made of it."""

    known: StorySnapshot | None = None
    _made: dict[Hashable, Any] = field(default_factory=dict)
    _made_of: int | None = None
    _seen: dict[int | None, IntervalSet] = field(default_factory=dict)

    async def read(self, session: Session, story: Story, version: int | None = None) -> StorySnapshot:
        """Everything that can be told of the story now.

        :param version: that which the story has, where the transaction has read it already.
        """
        if self.known and self.known.version == version:
            return self.known
        before, self.known = self.known, await read_snapshot(session, story.name, self.known)
        if self.known is not before and len(self.known.updates) >= _LARGE:
            # A full collection looks at every update: of ten thousand, a quarter of a second in which nobody is
            # answered. They stay until they are replaced, and have no cycles.
            gc.freeze()
        return self.known

    async def load_seen(self, session: Session, set_ids: Iterable[int | None]) -> dict[int | None, IntervalSet]:
        """The sequences in each of these sets of what was seen; a set never changes, so each is read once."""
        wanted = {*set_ids}
        found = {set_id: self._seen[set_id] for set_id in wanted if set_id in self._seen}
        found |= await load_seen(session, wanted - found.keys())
        if len(self._seen) + len(found) > _SETS_AT_MOST:
            self._seen.clear()
        self._seen |= found
        return found

    def remember(self, snapshot: StorySnapshot, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is made of the story as it stands, made once and kept under a key until the story changes."""
        if self._made_of != snapshot.version or len(self._made) >= _MADE_AT_MOST:
            self._made.clear()
            self._made_of = snapshot.version
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler or a job may reach."""

    settings: Settings
    story: Story
    database: Database
    clock: Clock
    limiter: Limiter = field(default_factory=lambda: Limiter(Rates()))
    sender_state: SenderState = field(default_factory=SenderState)
    rich_support: RichSupport = field(default_factory=RichSupport)
    story_cache: StoryCache = field(default_factory=StoryCache)
    repeat_guard: RepeatGuard = field(default_factory=RepeatGuard)
    file_ids: FileIdCache = field(default_factory=FileIdCache)
