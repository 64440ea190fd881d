"""Phrases found in running text, whatever clitics and spellings they come in; the longest phrase wins."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from briefings.story import Name, Outlet, Story
from briefings.text.arabic import Word, split_words
from briefings.text.document import ParsedText, once
from briefings.text.morphology import word_forms, words_with_form

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase found: the words it covers, ``first`` to ``last`` inclusive, and what it stands for."""

    first: int
    last: int
    value: T


_Entries = tuple[tuple[tuple[frozenset[str], ...], T], ...]  # phrases, each as the forms of its words, with the values


class PhraseIndex(Generic[T]):
    """Many phrases at once, looked up by their first word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        by_form: dict[str, list[tuple[tuple[frozenset[str], ...], T]]] = defaultdict(list)
        for phrase, value in entries:
            words = tuple(_article_free(word.folded) for word in split_words(phrase))
            if words:
                for form in words[0]:
                    by_form[form].append((words, value))
        for candidates in by_form.values():
            candidates.sort(key=lambda entry: -len(entry[0]))
        # For each word that may open phrases, these phrases: a word is then looked up once, and nothing is remembered.
        self._opened: dict[str, _Entries[T]] = {
            word: tuple(entry for form in sorted(word_forms(word)) for entry in by_form.get(form, ()))
            for word in set().union(*map(words_with_form, by_form))
        }

    def find(self, words: Sequence[Word]) -> list[Found[T]]:
        """Find the phrases from the left, never overlapping; at each word the longest."""
        found: list[Found[T]] = []
        opened, free = self._opened, 0
        for index in [index for index, word in enumerate(words) if word.folded in opened] if opened else ():
            if index >= free and (match := _match(words, index, opened[words[index].folded])):
                found.append(match)
                free = match.last + 1
        return found


def _match(words: Sequence[Word], index: int, entries: _Entries[T]) -> Found[T] | None:
    best: Found[T] | None = None
    for phrase, value in entries:
        last = index + len(phrase) - 1
        if best is not None and last <= best.last:
            continue
        if last < len(words) and all(
            not part.isdisjoint(word_forms(word.folded))
            for part, word in zip(phrase, words[index : last + 1], strict=True)
        ):
            best = Found(index, last, value)
    return best


def _article_free(folded: str) -> frozenset[str]:
    """Return the forms under which a phrase's word is filed: as it is, and without the article."""
    return frozenset({folded, folded[2:]} if folded.startswith("ال") and len(folded) > 4 else {folded})


@lru_cache(maxsize=16)
def name_index(story: Story) -> PhraseIndex[Name]:
    """Return the people, bodies and places of a story, under every spelling."""
    names = (*story.people, *story.bodies, *story.places)
    return PhraseIndex((spelling, name) for name in names for spelling in name.all_spellings)


@lru_cache(maxsize=16)
def outlet_index(story: Story) -> PhraseIndex[Outlet]:
    """Return the outlets and agencies of a story, under every spelling."""
    return PhraseIndex((spelling, outlet) for outlet in story.outlets for spelling in (outlet.name, *outlet.spellings))


@once
def find_known(text: ParsedText, story: Story) -> tuple[Found[Name], ...]:
    """Find the people, bodies and places of a story that a text names."""
    return tuple(name_index(story).find(text.words))
