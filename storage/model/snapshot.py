"""What stands of a story at one moment: all its updates, its sources and figures, ready for whatever is asked."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from briefings.model import Figure
from storage.model.interval_set import IntervalSet
from storage.model.values import Source, StoredUpdate


@dataclass(frozen=True, slots=True)
class _Topic:
    """The news of one topic: their sequences, and beside each its place among all the story's news by weight."""

    sequences: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StorySnapshot:
    """Everything of a story that can be told at one moment."""

    version: int  # of the story: the same number, the same news
    updates: tuple[StoredUpdate, ...]  # those that stand, by sequence
    sources: Mapping[str, Source]  # by the id of the article
    figures: tuple[Figure, ...] = ()
    amended: Mapping[int, int] = field(default_factory=dict)  # sequences: what was taken back → what is right

    @cached_property
    def by_id(self) -> Mapping[str, StoredUpdate]:
        """The updates by their ids."""
        return {stored.update.id: stored for stored in self.updates}

    @cached_property
    def by_number(self) -> Mapping[int, StoredUpdate]:
        """The updates by their sequences, and by those of updates that became them, or in whose place they were put."""
        known = {sequence: stored for stored in self.updates for sequence in stored.inherits}
        known |= {stored.sequence: stored for stored in self.updates}
        for wrong, right in sorted(self.amended.items(), reverse=True):  # what is right comes later, and may be amended
            if right in known:
                known.setdefault(wrong, known[right])
        return known

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[StoredUpdate, ...]]:
        """The updates of each topic that has any, by sequence."""
        topics: dict[str, list[StoredUpdate]] = {}
        for stored in self.updates:
            topics.setdefault(stored.update.topic, []).append(stored)
        return {topic: tuple(updates) for topic, updates in topics.items()}

    @cached_property
    def by_weight(self) -> tuple[StoredUpdate, ...]:
        """The updates, the weightiest first."""
        return tuple(sort_by_weight(self.updates))

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where ``by_weight`` has them, by sequence."""
        return {stored.sequence: place for place, stored in enumerate(self.by_weight)}

    @cached_property
    def news(self) -> tuple[StoredUpdate, ...]:
        """All but the background, the weightiest first."""
        return tuple(stored for stored in self.by_weight if stored.is_news)

    def list_unseen(self, seen: IntervalSet, muted: Collection[str] = (), after: int = 0) -> list[StoredUpdate]:
        """The news that somebody has not seen, without muted topics, the weightiest first.

        :param after: only what was added later than this sequence.
        """
        unseen: list[int] = []
        gaps = [(max(first, after + 1), last) for first, last in seen.gaps(self._last) if last > after]
        for topic, of_topic in self._news_by_topic.items():
            if topic not in muted:
                for first, last in gaps:
                    start = bisect_left(of_topic.sequences, first)
                    unseen += of_topic.places[start : bisect_right(of_topic.sequences, last, start)]
        unseen.sort()
        if read := {place for place in self._heirs if not seen.isdisjoint(self.news[place].inherits)}:
            unseen = [place for place in unseen if place not in read]
        return [self.news[place] for place in unseen]

    @cached_property
    def _news_by_topic(self) -> Mapping[str, _Topic]:
        topics: dict[str, _Topic] = {}
        in_order = sorted((stored.sequence, place) for place, stored in enumerate(self.news))
        for sequence, place in in_order:
            of_topic = topics.setdefault(self.news[place].update.topic, _Topic())
            of_topic.sequences.append(sequence)
            of_topic.places.append(place)
        return topics

    @cached_property
    def _heirs(self) -> tuple[int, ...]:
        """The places of news that others have become."""
        return tuple(place for place, stored in enumerate(self.news) if stored.inherits)

    @cached_property
    def _last(self) -> int:
        return self.updates[-1].sequence if self.updates else 0


def sort_by_weight(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """The heaviest by score first; of equals, the newer."""
    return sorted(updates, key=lambda stored: (-stored.update.score, -stored.sequence))
