"""The story as the process remembers it, so that an answer reads only what has changed since."""

import gc
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from briefings.story import Story
from storage.engine.database import Session
from storage.model import IntervalSet, StorySnapshot
from storage.news.updates import read_snapshot
from storage.subscribers.seen import load_seen

_LARGE = 1000  # updates
_SETS_AT_MOST = 20_000
_VALUES_AT_MOST = 500

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class BoundedCache(dict[_Key, _Value]):
    """Values by key, each made once. A full cache forgets all of them."""

    def __init__(self, at_most: int = _VALUES_AT_MOST) -> None:
        super().__init__()
        self._at_most = at_most

    def get_or_make(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """Return the value of a key; make and keep the value if the cache does not have it."""
        if key not in self:
            self.keep({key: make()})
        return self[key]

    def keep(self, values: dict[_Key, _Value]) -> None:
        """Add values."""
        if len(self) + len(values) > self._at_most:
            self.clear()
        self |= values


@dataclass(slots=True)
class StoryCache:
    """The last snapshot of the story, and what was derived from it."""

    snapshot: StorySnapshot | None = None
    _derived: dict[type[object], object] = field(default_factory=dict)
    _derived_from: int | None = None
    _seen: BoundedCache[int | None, IntervalSet] = field(default_factory=lambda: BoundedCache(_SETS_AT_MOST))

    async def read(self, session: Session, story: Story, version: int | None = None) -> StorySnapshot:
        """Return the snapshot of the story; read only the updates that have changed since the last call.

        :param version: the version of the story, if the transaction has read it already.
        """
        if self.snapshot and self.snapshot.version == version:
            return self.snapshot
        before, self.snapshot = self.snapshot, await read_snapshot(session, story.name, self.snapshot)
        if self.snapshot is not before and len(self.snapshot.updates) >= _LARGE:
            # A full collection looks at every update. With ten thousand updates the bot would answer nobody for a
            # quarter of a second. Updates stay until they are replaced, and have no cycles.
            gc.freeze()
        return self.snapshot

    async def load_seen(self, session: Session, set_ids: Iterable[int | None]) -> dict[int | None, IntervalSet]:
        """Return the sequences in each of these sets of seen updates. A set never changes: it is read once."""
        wanted = {*set_ids}
        found = {set_id: self._seen[set_id] for set_id in wanted if set_id in self._seen}
        new = await load_seen(session, wanted - found.keys())
        self._seen.keep(new)
        return found | new

    def derive(self, snapshot: StorySnapshot, kind: type[_Value]) -> _Value:
        """Return the object of this class that keeps what was derived from a snapshot.

        The class is a set of typed caches and takes no arguments. A new version of the story gets a new object.
        """
        if self._derived_from != snapshot.version:
            self._derived.clear()
            self._derived_from = snapshot.version
        derived = self._derived.get(kind)
        if not isinstance(derived, kind):
            derived = self._derived[kind] = kind()
        return derived
