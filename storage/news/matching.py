"""Which stored update is which update of a new composition. Pure; docs/architecture.md has the rules."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import TopicUpdate


@dataclass(frozen=True, slots=True)
class Matching:
    """The result: stored updates are named by sequence, new ones by id."""

    kept: Mapping[str, int]  # new update → the stored update that it is
    left: Mapping[int, tuple[str, ...]]  # unmatched stored update → the new updates that have its sources


def match_updates(stored: Mapping[int, TopicUpdate], updates: Sequence[TopicUpdate]) -> Matching:
    """Match by id; then by shared sources within a topic: the most shared sources first, then the oldest update.

    A source of several new updates, such as a sentence that names the speaker of all, does not count.
    """
    carriers = defaultdict(list)
    for update in updates:
        for key in _keys(update):
            carriers[key].append(update.id)
    carrier_of = {key: uids[0] for key, uids in carriers.items() if len(uids) == 1}

    sequence_of = {update.id: sequence for sequence, update in stored.items()}
    kept = {update.id: sequence_of[update.id] for update in updates if update.id in sequence_of}
    free = stored.keys() - kept.values()
    holders = defaultdict(list)
    for sequence in free:
        for key in _keys(stored[sequence]) & carrier_of.keys():
            holders[key].append(sequence)
    for update in updates:
        if update.id not in kept:
            shared = Counter(sequence for key in _keys(update) for sequence in holders.get(key, ()) if sequence in free)
            if shared:
                best = min(shared, key=lambda sequence: (-shared[sequence], sequence))
                kept[update.id] = best
                free.remove(best)

    left = {sequence: {carrier_of.get(key) for key in _keys(stored[sequence])} for sequence in sorted(free)}
    return Matching(kept, {sequence: tuple(sorted(filter(None, heirs))) for sequence, heirs in left.items()})


def _keys(update: TopicUpdate) -> set[tuple[str, str, int, int]]:
    return {(update.topic, span.article, span.start, span.end) for span in update.sources}
