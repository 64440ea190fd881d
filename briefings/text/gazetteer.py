"""Phrases found in running text, whatever clitics and spellings they come in; the longest wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from briefings.story import Name, Story
from briefings.text.arabic import Word, split_words, word_forms

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase found: the words it covers, ``first`` to ``last`` inclusive, and what it stands for."""

    first: int
    last: int
    value: T


class PhraseIndex(Generic[T]):
    """Many phrases at once, looked up by their first word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._entries: dict[str, list[tuple[tuple[frozenset[str], ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(_article_free(word.folded) for word in split_words(phrase))
            if words:
                for form in words[0]:
                    self._entries.setdefault(form, []).append((words, value))
        for candidates in self._entries.values():
            candidates.sort(key=lambda entry: -len(entry[0]))
        self._firsts = frozenset(self._entries)

    def find(self, words: Sequence[Word]) -> list[Found[T]]:
        """Non-overlapping matches from the left; at each word the longest phrase."""
        found: list[Found[T]] = []
        if not self._firsts:
            return found
        free = 0
        for index, word in enumerate(words):
            forms = word_forms(word.folded)
            if index >= free and not forms.isdisjoint(self._firsts) and (match := self._match(words, index, forms)):
                found.append(match)
                free = match.last + 1
        return found

    def _match(self, words: Sequence[Word], index: int, forms: frozenset[str]) -> Found[T] | None:
        best: Found[T] | None = None
        for form in sorted(forms):
            for phrase, value in self._entries.get(form, ()):
                last = index + len(phrase) - 1
                if best is not None and last <= best.last:
                    continue
                if last < len(words) and all(
                    part & word_forms(word.folded) for part, word in zip(phrase, words[index : last + 1], strict=True)
                ):
                    best = Found(index, last, value)
        return best


def _article_free(folded: str) -> frozenset[str]:
    """The forms a phrase's word is filed under: as it is, and without the article."""
    return frozenset({folded, folded[2:]} if folded.startswith("ال") and len(folded) > 4 else {folded})


@lru_cache(maxsize=16)
def name_index(story: Story) -> PhraseIndex[Name]:
    """The people, bodies and places of a story, under every spelling."""
    names = (*story.people, *story.bodies, *story.places)
    return PhraseIndex((spelling, name) for name in names for spelling in name.all_spellings)


@lru_cache(maxsize=4_000)
def find_known(text: str, story: Story) -> tuple[Found[Name], ...]:
    """The people, bodies and places of a story that a text names; remembered, for several steps ask."""
    return tuple(name_index(story).find(split_words(text)))
