"""Which updates carry a word, as sets of bits: bit 0 is the weightiest update that stands. Pure.

A common word is in thousands of updates: sets of bits count and rank them in microseconds, and the first dozen bits are
the weightiest dozen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ONE = ord("1")


@dataclass(frozen=True, slots=True)
class Postings:
    """The updates that carry one word."""

    own: int  # that say it themselves
    anywhere: int  # that do, or of which a source says it

    @classmethod
    def of(cls, own: Iterable[int], quoted: Iterable[int], size: int) -> "Postings":
        """From places in the order of weight, each below ``size``: who says it, and of whom a source does."""
        says = _to_bits(own, size)
        return cls(says, says | _to_bits(quoted, size))


def rank(words: Sequence[Postings]) -> list[int]:
    """The updates that carry most of the words, at least half of them, in groups.

    Those that say most of the words themselves come first, then those of which a source says one more, and so on.
    """
    carried = [bits for bits in _count_each([word.anywhere for word in words], -1) if bits]
    most = len(carried) - 1
    if most < 1 or 2 * most < len(words):
        return []
    said = _count_each([word.own for word in words], carried[-1])
    exactly = [bits & ~more for bits, more in zip(said, [*said[1:], 0], strict=True)]
    return [group for group in reversed(exactly) if group]


def pick_first(groups: Iterable[int], limit: int) -> list[int]:
    """The places of the weightiest of each group, group after group, as many as are wanted."""
    places: list[int] = []
    for group in groups:
        rest = group
        while rest and len(places) < limit:
            first = rest & -rest
            places.append(first.bit_length() - 1)
            rest ^= first
    return places


def _count_each(masks: Iterable[int], among: int) -> list[int]:
    """Who, of ``among``, is in at least 0, 1, 2 … of the masks."""
    at_least = [among]
    for mask in masks:
        with_it = [0, *(bits & mask for bits in at_least)]
        at_least = [bits | more for bits, more in zip([*at_least, 0], with_it, strict=True)]
    return at_least


def _to_bits(places: Iterable[int], size: int) -> int:
    digits = bytearray(b"0") * (size + 1)
    for place in places:
        digits[size - place] = _ONE
    return int(digits, 2)
