"""The current state of a story in memory: its updates, sources and figures, indexed for answers and digests."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefings.model import Figure, Tier
from storage.model.interval_set import IntervalSet
from storage.model.values import Source, StoredUpdate


@dataclass(frozen=True, slots=True)
class _Topic:
    """The items of one topic: the sequences, and the place of each among all the story's items by weight."""

    sequences: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to an item: the line that is told beneath it, and the details, the weightiest first."""

    line: StoredUpdate | None = None
    details: tuple[StoredUpdate, ...] = ()


@dataclass(frozen=True)
class StorySnapshot:
    """All current updates, sources and figures of a story, at one version."""

    version: int  # of the story
    updates: tuple[StoredUpdate, ...]  # current ones, by sequence
    sources: Mapping[str, Source]  # by the id of the article
    figures: tuple[Figure, ...] = ()
    days: tuple[str, ...] = ()  # ISO 8601, those that matter most first
    amended: Mapping[int, int] = field(default_factory=dict)  # sequences: wrong update → right update

    @cached_property
    def by_id(self) -> Mapping[str, StoredUpdate]:
        """Return the updates by id."""
        return {stored.update.id: stored for stored in self.updates}

    @cached_property
    def by_number(self) -> Mapping[int, StoredUpdate]:
        """Return the updates by sequence. Sequences of merged or amended updates lead to the current update."""
        known = {sequence: stored for stored in self.updates for sequence in stored.inherits}
        known |= {stored.sequence: stored for stored in self.updates}
        # The right update comes later than the wrong one, and may be amended itself.
        for wrong, right in sorted(self.amended.items(), reverse=True):
            if right in known:
                known.setdefault(wrong, known[right])
        return known

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[StoredUpdate, ...]]:
        """Return the updates of each topic that has any, by sequence."""
        topics: dict[str, list[StoredUpdate]] = {}
        for stored in self.updates:
            topics.setdefault(stored.update.topic, []).append(stored)
        return {topic: tuple(updates) for topic, updates in topics.items()}

    @cached_property
    def by_weight(self) -> tuple[StoredUpdate, ...]:
        """Return the updates: the news before the details before the background, the weightiest of each first."""
        return tuple(sorted(sort_by_weight(self.updates), key=_rank))

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Return the place of each update in ``by_weight``, by sequence."""
        return {stored.sequence: place for place, stored in enumerate(self.by_weight)}

    @cached_property
    def items(self) -> tuple[StoredUpdate, ...]:
        """Return the news that is told by itself, the weightiest first."""
        return tuple(stored for stored in self.by_weight if stored.is_item)

    @cached_property
    def parts(self) -> Mapping[str, Parts]:
        """Return what belongs to each item that has parts, by the id of the item."""
        items = {stored.composed_id: stored.update.id for stored in self.items}
        belonging: dict[str, list[StoredUpdate]] = {}
        for stored in self.by_weight:  # news before details
            item = items.get(stored.update.part_of or "")
            if item and not stored.is_background:
                belonging.setdefault(item, []).append(stored)
        return {item: _to_parts(updates) for item, updates in belonging.items()}

    def list_unseen(self, seen: IntervalSet, muted: Collection[str] = (), after: int = 0) -> list[StoredUpdate]:
        """Return the items that are not among the seen sequences, without muted topics, the weightiest first.

        What was old when it came is never unseen: see ``StoredUpdate.backlog``.

        :param after: leave out updates up to this sequence.
        """
        unseen: list[int] = []
        gaps = [(max(first, after + 1), last) for first, last in seen.gaps(self._last) if last > after]
        for topic, of_topic in self._fresh_by_topic.items():
            if topic not in muted:
                for first, last in gaps:
                    start = bisect_left(of_topic.sequences, first)
                    unseen += of_topic.places[start : bisect_right(of_topic.sequences, last, start)]
        unseen.sort()
        if read := {place for place in self._heirs if not seen.isdisjoint(self.items[place].inherits)}:
            unseen = [place for place in unseen if place not in read]
        return [self.items[place] for place in unseen]

    @cached_property
    def _fresh_by_topic(self) -> Mapping[str, _Topic]:
        topics: dict[str, _Topic] = {}
        places = ((place, stored) for place, stored in enumerate(self.items) if not stored.backlog)
        in_order = sorted((stored.sequence, place) for place, stored in places)
        for sequence, place in in_order:
            of_topic = topics.setdefault(self.items[place].update.topic, _Topic())
            of_topic.sequences.append(sequence)
            of_topic.places.append(place)
        return topics

    @cached_property
    def _heirs(self) -> tuple[int, ...]:
        """Return the places of the items that inherited sequences of merged updates."""
        return tuple(place for place, stored in enumerate(self.items) if stored.inherits)

    @cached_property
    def _last(self) -> int:
        return self.updates[-1].sequence if self.updates else 0


def sort_by_weight(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Sort by score, the highest first; among equal scores, the newer updates come first."""
    return sorted(updates, key=lambda stored: (-stored.update.score, -stored.sequence))


def _rank(stored: StoredUpdate) -> int:
    """Return the place of an update's tier: news, detail, background."""
    if stored.is_background:
        return 2
    return 0 if stored.update.tier is Tier.NEWS else 1


def _to_parts(updates: Sequence[StoredUpdate]) -> Parts:
    """Return the parts of an item; of several news that add to it, the weightiest is its line."""
    if updates[0].update.tier is Tier.NEWS:
        return Parts(updates[0], tuple(updates[1:]))
    return Parts(None, tuple(updates))
