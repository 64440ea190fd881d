"""Sets of sequences as runs: who has read ten thousand updates has mostly read them in a row."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator


class IntervalSet(Collection[int]):
    """An immutable set of whole numbers, kept as runs: as large as it has gaps, however many it holds.

    >>> str(Runs([3, 1, 2, 9])), 2 in Runs.read("1-3,9"), list(Runs.read("1-3,9").gaps(11))
    ('1-3,9', True, [(4, 8), (10, 11)])
    """

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._firsts: tuple[int, ...]
        self._lasts: tuple[int, ...]
        self._set((number, number) for number in sorted(numbers))

    @classmethod
    def read(cls, text: str) -> "IntervalSet":
        """What ``str`` wrote: «1-3,9»."""
        runs = cls()
        ends = (run.partition("-") for run in text.split(",") if run)
        runs._set((int(first), int(last or first)) for first, _, last in ends)
        return runs

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
        return f"Runs.read({str(self)!r})"

    def __or__(self, other: Iterable[int]) -> "IntervalSet":
        """With these, too."""
        more = list(other._pairs()) if isinstance(other, IntervalSet) else [(number, number) for number in other]
        union = IntervalSet()
        union._set(sorted([*self._pairs(), *more]))
        return union

    def isdisjoint(self, numbers: Iterable[int]) -> bool:
        """Whether it holds none of these."""
        return not any(number in self for number in numbers)

    def gaps(self, up_to: int) -> Iterator[tuple[int, int]]:
        """The runs from 1 to a number that it does not hold, as their ends."""
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
        """From pairs in order, which may touch or overlap."""
        runs: list[list[int]] = []
        for first, last in pairs:
            if runs and first <= runs[-1][1] + 1:
                runs[-1][1] = max(last, runs[-1][1])
            else:
                runs.append([first, last])
        self._firsts = tuple(first for first, _ in runs)
        self._lasts = tuple(last for _, last in runs)
