"""A text parsed once: its folded letters, its words, and what the steps have read off it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from briefings.text.arabic import BIDI, Word, fold, list_offsets, split_words

P = ParamSpec("P")
T = TypeVar("T")

_ENCLOSING = re.compile(r'["«»“”()]')
_UNREAD: Any = object()
_OPPOSITE = {"»": "«", "”": "“", ")": "("}


class ParsedText:
    """A sentence, a clause or another stretch of text, which the steps hand on instead of a string.

    Folded letters, offsets and words are computed when they are first asked for, and once. All offsets are code points
    of ``raw``. ``notes`` holds what :func:`once` keeps; it lives as long as the text.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.notes: dict[Any, Any] = {}

    @cached_property
    def folded(self) -> str:
        """The text, folded (:func:`briefings.text.arabic.fold`)."""
        return fold(self.raw)

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Where each code point of ``folded`` stands in ``raw``, and one entry more for the end."""
        return list_offsets(self.raw, self.folded)

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words and numbers, in order."""
        return split_words(self.raw, self.folded)

    @cached_property
    def joins_words(self) -> bool:
        """Whether folding may join two words: a bidi control between their letters goes."""
        return len(self.folded) != len(self.raw) and BIDI.search(self.raw) is not None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in ``raw`` of the folded slice [start, end), with the marks on its last letter."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def find_folded(self, offset: int) -> int:
        """Return where in ``folded`` the text from an offset of ``raw`` on begins."""
        return offset if len(self.folded) == len(self.raw) else bisect_left(self.offsets, offset)

    def fold_before(self, offset: int) -> str:
        """Return what stands before an offset of ``raw``, folded."""
        return self.folded[: self.find_folded(offset)]

    def fold_between(self, start: int, end: int) -> str:
        """Return the slice [start, end) of ``raw``, folded."""
        return self.folded[self.find_folded(start) : self.find_folded(end)]

    def cut(self, start: int, end: int | None = None) -> "ParsedText":
        """Return the slice [start, end) as a parsed text. It takes over what has been parsed of this one."""
        end = len(self.raw) if end is None else end
        if start == 0 and end == len(self.raw):
            return self
        part = ParsedText(self.raw[start:end])
        if len(self.folded) == len(self.raw):
            part.folded = self.folded[start:end]
        if "words" not in self.__dict__:
            return part
        first, last = self.count_words(start), self.count_words(end)
        if all(index == 0 or self.words[index - 1].end <= border for index, border in ((first, start), (last, end))):
            make = tuple.__new__
            part.words = [
                make(Word, (a - start, b - start, text, plain)) for a, b, text, plain in self.words[first:last]
            ]
        return part

    def count_words(self, offset: int) -> int:
        """Return how many words begin before an offset of ``raw``."""
        return bisect_left(self.words, (offset,))

    def words_outside(self, taken: Sequence[tuple[int, int]]) -> Sequence[Word]:
        """Return the words that none of the stretches (start, end) touches."""
        hidden: set[int] = set()
        for start, end in taken:
            hidden.update(range(bisect_right(self.words, start, key=_end_of), self.count_words(end)))
        return [word for index, word in enumerate(self.words) if index not in hidden] if hidden else self.words

    def is_quoted(self, position: int) -> bool:
        """Return whether an offset of ``raw`` lies inside a quotation or brackets."""
        positions, inside = self._enclosures
        return bool(positions) and inside[bisect_left(positions, position)]

    @cached_property
    def _enclosures(self) -> tuple[list[int], list[bool]]:
        """Where quotation marks and brackets stand, and before each, and at the end, whether one is open."""
        positions: list[int] = []
        inside = [False]
        count = dict.fromkeys('"«“(', 0)
        for match in _ENCLOSING.finditer(self.raw):
            mark = match.group()
            positions.append(match.start())
            if mark == '"':
                count[mark] = 1 - count[mark]
            else:
                count[_OPPOSITE.get(mark, mark)] += -1 if mark in _OPPOSITE else 1
            inside.append(any(number > 0 for number in count.values()))
        return positions, inside


def _end_of(word: Word) -> int:
    return word.end


def once(read: Callable[Concatenate[ParsedText, P], T]) -> Callable[Concatenate[ParsedText, P], T]:
    """Make a step read a text once: the text keeps in its notes what the step found.

    The other arguments of the step have to be hashable and positional.
    """

    def read_once(text: ParsedText, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (read, *args) if args else read
        found: T = text.notes.get(key, _UNREAD)
        if found is _UNREAD:
            found = text.notes[key] = read(text, *args, **kwargs)
        return found

    return read_once
