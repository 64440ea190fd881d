"""Remember what is computed for a word, within a bound in bytes. Whole texts are never remembered."""

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")

LONGEST = 32  # letters of a word that is remembered; a longer one is computed each time
# Two generations of 32,000 words of at most 32 letters. A word takes at most 138 bytes as a key, some 100 as an entry
# of a dictionary, and what its value takes: a short string some 90. So a table of short strings takes some 20 MB at
# most, whatever people write.
_SIZE = 32_000


class WordTable(dict[str, V], Generic[V]):
    """The values of a function of one word, each computed once: ``table[word]``.

    If a table is full, its words become the older generation, and the generation before them is dropped. A word of the
    older generation that is asked for comes back.
    """

    def __init__(self, compute: Callable[[str], V], size: int = _SIZE) -> None:
        super().__init__()
        self._compute = compute
        self._size = size
        self._older: dict[str, V] = {}

    def __missing__(self, word: str) -> V:
        value = self._older.pop(word) if word in self._older else self._compute(word)
        if len(word) <= LONGEST:
            if len(self) >= self._size:
                self._older = dict(self)
                self.clear()
            self[word] = value
        return value


def remember(compute: Callable[[str], V]) -> Callable[[str], V]:
    """Return a function of one word that remembers its values in a :class:`WordTable`."""
    return WordTable(compute).__getitem__
