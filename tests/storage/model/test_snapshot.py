"""A snapshot finds the unseen news without looking at each update."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Kind, Tier
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import Parts, StorySnapshot, sort_by_weight
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
                tier=draw(st.sampled_from(Tier)),
                part_of=draw(st.sampled_from((None, None, "u1", "u2", "gone"))),
                score=draw(st.sampled_from((1.0, 2.5, 4.0))),
            ),
            NOW,
            frozenset(each for each in draw(_SEQUENCES) if each < sequence),
            backlog=draw(st.booleans()),
        )
        for sequence in sorted(draw(_SEQUENCES))
    ]
    return StorySnapshot(1, tuple(updates), {})


@given(snapshots(), _SEQUENCES, st.sets(st.sampled_from(_TOPICS)), st.integers(0, _LAST))
def test_unseen_are_the_fresh_items_that_were_neither_seen_nor_muted(
    snapshot: StorySnapshot, seen: frozenset[int], muted: set[str], after: int
) -> None:
    unseen = [
        stored
        for stored in snapshot.updates
        if stored.update.tier is Tier.NEWS
        and stored.update.part_of is None
        and stored.update.kind is not Kind.BACKGROUND
        and not stored.backlog
        and stored.update.topic not in muted
        and stored.sequence > after
        and seen.isdisjoint({stored.sequence, *stored.inherits})
    ]
    assert snapshot.list_unseen(IntervalSet(seen), muted, after) == sort_by_weight(unseen)


def test_the_weightiest_comes_first_and_of_equals_the_newer() -> None:
    scores = {1: 2.0, 2: 3.0, 3: 2.0}
    stored = [StoredUpdate(number, make_update(f"u{number}", score=score), NOW) for number, score in scores.items()]
    assert [each.sequence for each in sort_by_weight(stored)] == [2, 3, 1]


@given(snapshots())
def test_what_belongs_to_an_item_belongs_to_no_other_and_is_no_item_itself(snapshot: StorySnapshot) -> None:
    items = {stored.update.id for stored in snapshot.items}
    belonging = [
        (item, each) for item, parts in snapshot.parts.items() for each in (parts.line, *parts.details) if each
    ]
    assert snapshot.parts.keys() <= items
    assert sorted(each.sequence for _, each in belonging) == [
        stored.sequence for stored in snapshot.updates if stored.update.part_of in items and not stored.is_background
    ]
    for item, each in belonging:
        assert each.update.part_of == item
        assert not each.is_item
    lines = [parts.line for parts in snapshot.parts.values() if parts.line]
    assert all(line.update.tier is Tier.NEWS for line in lines)


def test_news_come_before_details_before_background() -> None:
    tiers = {1: Tier.BACKGROUND, 2: Tier.DETAIL, 3: Tier.NEWS}
    stored = [
        StoredUpdate(number, make_update(f"u{number}", tier=tier, score=9.0 - number), NOW)
        for number, tier in tiers.items()
    ]
    assert [each.sequence for each in StorySnapshot(1, tuple(stored), {}).by_weight] == [3, 2, 1]


def test_an_amended_item_keeps_its_parts() -> None:
    amended = StoredUpdate(3, make_update("u1@3"), NOW)
    line = StoredUpdate(2, make_update("u2", part_of="u1"), NOW)
    assert StorySnapshot(2, (line, amended), {}).parts == {"u1@3": Parts(line)}
