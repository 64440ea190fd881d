"""A snapshot finds the unseen news without looking at each update."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Kind
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import StorySnapshot, sort_by_weight
from storage.model.values import StoredUpdate
from tests.factories import NOW, make_update

_LAST = 12
_SEQUENCES = st.frozensets(st.integers(1, _LAST))
_TOPICS = ("protests", "turkey", "csto")


@st.composite
def snapshots(draw: st.DrawFn) -> StorySnapshot:
    """Some of twelve updates, the others gone; some have become others."""
    updates = [
        StoredUpdate(
            sequence,
            make_update(
                f"u{sequence}",
                topic=draw(st.sampled_from(_TOPICS)),
                kind=draw(st.sampled_from((Kind.EVENT, Kind.BACKGROUND))),
                score=draw(st.sampled_from((1.0, 2.5, 4.0))),
            ),
            NOW,
            frozenset(each for each in draw(_SEQUENCES) if each < sequence),
        )
        for sequence in sorted(draw(_SEQUENCES))
    ]
    return StorySnapshot(1, tuple(updates), {})


@given(snapshots(), _SEQUENCES, st.sets(st.sampled_from(_TOPICS)), st.integers(0, _LAST))
def test_unseen_is_the_news_that_was_neither_seen_nor_muted(
    snapshot: StorySnapshot, seen: frozenset[int], muted: set[str], after: int
) -> None:
    unseen = [
        stored
        for stored in snapshot.updates
        if stored.update.kind is not Kind.BACKGROUND
        and stored.update.topic not in muted
        and stored.sequence > after
        and seen.isdisjoint({stored.sequence, *stored.inherits})
    ]
    assert snapshot.list_unseen(IntervalSet(seen), muted, after) == sort_by_weight(unseen)


def test_the_weightiest_comes_first_and_of_equals_the_newer() -> None:
    scores = {1: 2.0, 2: 3.0, 3: 2.0}
    stored = [StoredUpdate(number, make_update(f"u{number}", score=score), NOW) for number, score in scores.items()]
    assert [each.sequence for each in sort_by_weight(stored)] == [2, 3, 1]
