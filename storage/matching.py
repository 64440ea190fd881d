"""Which stored update is which of a new composition. Pure; the rules stand in docs/architecture.md."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import TopicUpdate


@dataclass(frozen=True, slots=True)
class Matching:
    """Stored updates by sequence, new ones by id."""

    kept: Mapping[str, int]  # the new update → the stored one that it is
    left: Mapping[
        int, tuple[str, ...]
    ]  # the stored update that is none → the new ones that its sentences went to


def match_updates(stored: Mapping[int, TopicUpdate], updates: Sequence[TopicUpdate]) -> Matching:
    """Match by id; then by shared source sentences of one topic, the most first, of equals the oldest."""
    sequence_of = {update.id: sequence for sequence, update in stored.items()}
    kept = {update.id: sequence_of[update.id] for update in updates if update.id in sequence_of}
    free = stored.keys() - kept.values()

    holders = defaultdict(list)
    for sequence in free:
        for sentence in _sentences(stored[sequence]):
            holders[sentence].append(sequence)
    for update in updates:
        if update.id not in kept:
            shared = Counter(
                sequence
                for sentence in _sentences(update)
                for sequence in holders[sentence]
                if sequence in free
            )
            if shared:
                best = min(shared, key=lambda sequence: (-shared[sequence], sequence))
                kept[update.id] = best
                free.remove(best)

    carriers = defaultdict(list)
    for update in updates:
        for sentence in _sentences(update):
            carriers[sentence].append(update.id)
    left = {
        sequence: tuple(
            sorted({uid for sentence in _sentences(stored[sequence]) for uid in carriers[sentence]})
        )
        for sequence in sorted(free)
    }
    return Matching(kept, left)


def _sentences(update: TopicUpdate) -> set[tuple[str, str, int, int]]:
    return {(update.topic, span.article, span.start, span.end) for span in update.sources}
