"""Which stored update is which of a new composition. Pure; the rules stand in docs/architecture.md."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import TopicUpdate


@dataclass(frozen=True, slots=True)
class Matching:
    """Stored updates by sequence, new ones by id."""

    kept: Mapping[str, int]  # a new update → the stored one that it is
    left: Mapping[int, tuple[str, ...]]  # a stored one that is none of them → those that its sources went to


def match_updates(stored: Mapping[int, TopicUpdate], updates: Sequence[TopicUpdate]) -> Matching:
    """Match by id; then by shared sources of one topic, the most first, of equals the oldest.

    A source that several new updates carry (a sentence that names the speaker of all) tells none apart.
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
