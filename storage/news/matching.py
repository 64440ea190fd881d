"""Which stored update is which update of a new composition. Pure; docs/architecture.md has the rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefings.model import TopicUpdate


@dataclass(frozen=True, slots=True)
class Matching:
    """The result: stored updates are named by sequence, new ones by id."""

    kept: Mapping[str, int]  # new update → the stored update that it is
    left: Mapping[int, tuple[str, ...]]  # unmatched stored update → the new updates that have its sources


def match_updates(stored: Mapping[int, TopicUpdate], updates: Sequence[TopicUpdate]) -> Matching:
    """Match by id; then by shared sources within a topic: the most shared sources first, then the oldest update.

    What then is left is matched likewise by the words of the sources: an article may have given way to a copy of it. A
    source of several new updates, such as a sentence that names the speaker of all, does not count.
    """
    sequence_of = {update.id: sequence for sequence, update in stored.items()}
    kept = {update.id: sequence_of[update.id] for update in updates if update.id in sequence_of}
    free = stored.keys() - kept.values()
    heirs = defaultdict[int, set[str]](set)
    for list_keys in (_list_places, _list_words):
        carrier_of = _find_carriers(updates, list_keys)
        holders = defaultdict(list)
        for sequence in sorted(free):
            for key in list_keys(stored[sequence]) & carrier_of.keys():
                heirs[sequence].add(carrier_of[key])
                holders[key].append(sequence)
        for update in updates:
            keys = () if update.id in kept else list_keys(update)
            shared = Counter(sequence for key in keys for sequence in holders.get(key, ()) if sequence in free)
            if shared:
                kept[update.id] = min(shared, key=lambda sequence: (-shared[sequence], sequence))
                free.remove(kept[update.id])
    return Matching(kept, {sequence: tuple(sorted(heirs[sequence])) for sequence in sorted(free)})


def _find_carriers(
    updates: Iterable[TopicUpdate], list_keys: Callable[[TopicUpdate], set[Hashable]]
) -> dict[Hashable, str]:
    """Map each key that one of the updates alone has to the id of that update."""
    carriers = defaultdict(list)
    for update in updates:
        for key in list_keys(update):
            carriers[key].append(update.id)
    return {key: uids[0] for key, uids in carriers.items() if len(uids) == 1}


def _list_places(update: TopicUpdate) -> set[Hashable]:
    return {(update.topic, span.article, span.start, span.end) for span in update.sources}


def _list_words(update: TopicUpdate) -> set[Hashable]:
    return {(update.topic, " ".join(span.text.split())) for span in update.sources}
