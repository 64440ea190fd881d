"""Interval sets behave like sets."""

from hypothesis import given
from hypothesis import strategies as st

from storage.model.interval_set import IntervalSet

SETS = st.frozensets(st.integers(1, 40))


@given(SETS, SETS)
def test_an_interval_set_behaves_like_a_set(one: frozenset[int], other: frozenset[int]) -> None:
    runs = IntervalSet(one)
    assert (list(runs), len(runs)) == (sorted(one), len(one))
    assert IntervalSet.read(str(runs)) == runs
    assert hash(IntervalSet.read(str(runs))) == hash(runs)
    assert set(runs | other) == set(runs | IntervalSet(other)) == one | other
    assert runs.isdisjoint(other) is one.isdisjoint(other)
    assert {number for number in range(50) if number in runs} == one
    assert object() not in runs


@given(SETS, st.integers(0, 45))
def test_gaps_are_what_is_not_there(numbers: frozenset[int], up_to: int) -> None:
    missing = [number for first, last in IntervalSet(numbers).gaps(up_to) for number in range(first, last + 1)]
    assert missing == [number for number in range(1, up_to + 1) if number not in numbers]


def test_intervals_that_touch_are_merged() -> None:
    assert str(IntervalSet.read("1-3,4,6-7") | [5]) == "1-7"
    assert repr(IntervalSet([2])) == "IntervalSet.read('2')"
