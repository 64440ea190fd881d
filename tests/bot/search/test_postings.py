"""Who carries most of the words that are looked for, and who comes first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.search.postings import Postings, pick_first, rank

BREAD, PRICE, FUEL = (
    Postings.of((1, 3, 4), (2, 5), 21),
    Postings.of((1, 2, 3), (4, 5), 21),
    Postings.of((3,), (2, 3), 21),
)
NOTHING = Postings.of((), (), 21)
_PLACES = st.frozensets(st.integers(0, 20))


def read(*words: Postings) -> list[set[int]]:
    return [{*pick_first([group], 99)} for group in rank(words)]


def test_own_words_come_first() -> None:
    assert read(BREAD) == [{1, 3, 4}, {2, 5}]
    assert read(BREAD, PRICE) == [{1, 3}, {2, 4}, {5}]
    assert read(BREAD, PRICE, FUEL) == [{3}, {2}]  # all of the words


def test_at_least_half_of_the_words() -> None:
    assert read(FUEL, NOTHING) == [{3}, {2}]
    assert read(FUEL, NOTHING, NOTHING) == []
    assert read(NOTHING) == []
    assert read() == []


def test_the_weightiest_of_each_group_come_first() -> None:
    groups = rank([BREAD])
    assert pick_first(groups, 4) == [1, 3, 4, 2]
    assert pick_first(groups, 0) == []


@given(st.lists(st.tuples(_PLACES, _PLACES), max_size=5))
def test_ranking_is_that_of_counting(words: list[tuple[frozenset[int], frozenset[int]]]) -> None:
    carried = {place: sum(place in own | quoted for own, quoted in words) for place in range(21)}
    said = {place: sum(place in own for own, _ in words) for place in range(21)}
    most = max(carried.values())
    best = [place for place, number in carried.items() if number == most > 0 and 2 * most >= len(words)]
    ranked = rank([Postings.of(*sets, 21) for sets in words])
    assert pick_first(ranked, 99) == sorted(best, key=lambda place: (-said[place], place))
    assert sum(map(int.bit_count, ranked)) == len(best)
