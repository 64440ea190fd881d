"""The updates that have a word, as a set of bits; bit 0 is the weightiest update of the story. Pure.

A common word is in thousands of updates: sets of bits count and rank them in microseconds, and the first dozen bits are
the weightiest dozen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ONE = ord("1")


@dataclass(frozen=True, slots=True)
class Postings:
    """The updates that have one word."""

    own: int  # the update itself has the word
    anywhere: int  # the update has it, or a source of the update

    @classmethod
    def of(cls, own: Iterable[int], quoted: Iterable[int], size: int) -> "Postings":
        """Return the postings of positions by weight, each below ``size``: of updates with the word, and of sources."""
        says = _to_bits(own, size)
        return cls(says, says | _to_bits(quoted, size))


def rank(words: Sequence[Postings]) -> list[int]:
    """Return the updates that have the most words of the query, at least half of them, in groups.

    The first group has the most words in the updates themselves. Each next group has more words in sources alone.
    """
    carried = [bits for bits in _count_each([word.anywhere for word in words], -1) if bits]
    most = len(carried) - 1
    if most < 1 or 2 * most < len(words):
        return []
    said = _count_each([word.own for word in words], carried[-1])
    exactly = [bits & ~more for bits, more in zip(said, [*said[1:], 0], strict=True)]
    return [group for group in reversed(exactly) if group]


def pick_first(groups: Iterable[int], limit: int) -> list[int]:
    """Return the positions of the weightiest updates of each group, group after group, at most ``limit``."""
    positions: list[int] = []
    for group in groups:
        rest = group
        while rest and len(positions) < limit:
            first = rest & -rest
            positions.append(first.bit_length() - 1)
            rest ^= first
    return positions


def _count_each(masks: Iterable[int], among: int) -> list[int]:
    """Count for each bit of ``among`` the masks that have it; return the bits with at least 0, 1, 2 … masks."""
    at_least = [among]
    for mask in masks:
        with_it = [0, *(bits & mask for bits in at_least)]
        at_least = [bits | more for bits, more in zip([*at_least, 0], with_it, strict=True)]
    return at_least


def _to_bits(positions: Iterable[int], size: int) -> int:
    digits = bytearray(b"0") * (size + 1)
    for place in positions:
        digits[size - place] = _ONE
    return int(digits, 2)
