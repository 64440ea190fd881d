"""Sets of sequences as intervals: a reader of ten thousand updates has read most of them in a row."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator


class IntervalSet(Collection[int]):
    """An immutable set of whole numbers, kept as intervals: its size grows with its gaps, not with its numbers.

    >>> str(IntervalSet([3, 1, 2, 9])), 2 in IntervalSet.read("1-3,9"), list(IntervalSet.read("1-3,9").gaps(11))
    ('1-3,9', True, [(4, 8), (10, 11)])
    """

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._firsts: tuple[int, ...]
        self._lasts: tuple[int, ...]
        self._set((number, number) for number in sorted(numbers))

    @classmethod
    def read(cls, text: str) -> "IntervalSet":
        """Read what ``str`` wrote: «1-3,9»."""
        intervals = cls()
        ends = (each.partition("-") for each in text.split(",") if each)
        intervals._set((int(first), int(last or first)) for first, _, last in ends)
        return intervals

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._firsts, number)
        return place > 0 and number <= self._lasts[place - 1]

    def __iter__(self) -> Iterator[int]:
        return (number for first, last in self._pairs() for number in range(first, last + 1))

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._pairs())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IntervalSet) and (self._firsts, self._lasts) == (other._firsts, other._lasts)

    def __hash__(self) -> int:
        return hash((self._firsts, self._lasts))

    def __str__(self) -> str:
        return ",".join(f"{first}-{last}" if first < last else f"{first}" for first, last in self._pairs())

    def __repr__(self) -> str:
        return f"IntervalSet.read({str(self)!r})"

    def __or__(self, other: Iterable[int]) -> "IntervalSet":
        """Return the union with these numbers."""
        more = list(other._pairs()) if isinstance(other, IntervalSet) else [(number, number) for number in other]
        union = IntervalSet()
        union._set(sorted([*self._pairs(), *more]))
        return union

    def isdisjoint(self, numbers: Iterable[int]) -> bool:
        """Return whether the set holds none of these numbers."""
        return not any(number in self for number in numbers)

    def gaps(self, up_to: int) -> Iterator[tuple[int, int]]:
        """Yield the intervals from 1 to a number that the set does not hold, as (first, last)."""
        before = 0
        for first, last in self._pairs():
            if before + 1 <= min(first - 1, up_to):
                yield before + 1, min(first - 1, up_to)
            before = last
        if before < up_to:
            yield before + 1, up_to

    def _pairs(self) -> Iterator[tuple[int, int]]:
        return zip(self._firsts, self._lasts, strict=True)

    def _set(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Set the intervals from pairs in order, which may touch or overlap."""
        intervals: list[list[int]] = []
        for first, last in pairs:
            if intervals and first <= intervals[-1][1] + 1:
                intervals[-1][1] = max(last, intervals[-1][1])
            else:
                intervals.append([first, last])
        self._firsts = tuple(first for first, _ in intervals)
        self._lasts = tuple(last for _, last in intervals)
