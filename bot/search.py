"""Finding updates by words, as readers write them: any spelling of a name, any form of a word. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from briefings.arabic import split_words
from briefings.content import find_content
from briefings.story import Story
from storage.values import StoredUpdate

_AND = re.compile(r"\bو(?=ال)")  # «والطوارئ»: with it, a word may have another lemma


def find_updates(updates: Iterable[StoredUpdate], query: str, story: Story) -> list[StoredUpdate]:
    """The updates that carry most of the query's words, at least half of them; the weightiest first."""
    wanted = _list_terms(query, story)
    if not wanted:
        return []
    found: dict[int, list[StoredUpdate]] = {}
    for stored in updates:
        said = f"{stored.update.text} {stored.update.said_by or ''}"
        found.setdefault(len(wanted & _list_terms(said, story)), []).append(stored)
    most = max(found, default=0)
    if not most or 2 * most < len(wanted):
        return []
    return sorted(found[most], key=lambda stored: (-stored.update.score, -stored.sequence))


@lru_cache(maxsize=50_000)
def _list_terms(text: str, story: Story) -> frozenset[str]:
    """Lemmas of the words that carry something, known names in one spelling, and numbers."""
    text = _AND.sub("", text)
    numbers = (word.folded for word in split_words(text) if word.folded.isdigit())
    return frozenset(find_content(text, story)) | frozenset(numbers)
