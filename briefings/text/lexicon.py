"""The word lists of ``lexicon.toml``, folded and ready to match."""

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import Any

from briefings.text.arabic import fold
from briefings.text.document import ParsedText, once

_LISTS: dict[str, list[Any]] = tomllib.loads(
    resources.files("briefings.text").joinpath("lexicon.toml").read_text(encoding="utf-8")
)
_REST = r"\w*"
_GLUED = "وفبل"  # may stand before the first word of an entry
# The lists that are looked for anywhere in a clause.
_SOUGHT = (
    "background", "courtesy", "empty_talk", "engagement", "future", "hanging", "links", "negation", "no_negation",
    "opinion", "scene", "wishes",
)  # fmt: skip


def entries(name: str) -> list[Any]:
    """Return the entries of a list as they stand in the file."""
    return _LISTS[name]


@lru_cache(maxsize=128)
def words(name: str) -> frozenset[str]:
    """Return the entries of a list, folded."""
    return frozenset(fold(entry) for entry in _LISTS[name])


@lru_cache(maxsize=64)
def verbs(name: str) -> frozenset[str]:
    """Return the verbs of a list, folded, masculine and feminine."""
    return frozenset(fold(verb) + ending for verb in _LISTS[name] for ending in ("", "ت"))


@lru_cache(maxsize=128)
def alternation(name: str, *, as_written: bool = False) -> str:
    """Return a list as a group of a regular expression, the longest entry first.

    :param as_written: for an expression over text that is not folded.
    """
    spell = _spell_as_written if as_written else fold
    entries = [(entry, ()) if isinstance(entry, str) else (entry[0], entry[1:]) for entry in _LISTS[name]]
    spelled = {spell(entry): [spell(word) for word in exceptions] for entry, exceptions in entries}
    return f"(?:{'|'.join(_make_choice(entry, spelled[entry]) for entry in sorted(spelled, key=_longest_first))})"


def _spell_as_written(entry: str) -> str:
    return entry


def _longest_first(entry: str) -> tuple[int, str]:
    return -len(entry), entry


def _make_choice(entry: str, exceptions: list[str]) -> str:
    """Return one entry as an expression, which does not match before the exceptions."""
    plain = re.escape(entry).replace(re.escape("*"), _REST)
    return f"{plain}(?! (?:{'|'.join(map(re.escape, exceptions))}))" if exceptions else plain


@lru_cache(maxsize=64)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[{_GLUED}]?{alternation(name)}(?!\w)")


def holds(name: str, text: ParsedText, end: int | None = None) -> bool:
    """Return whether a text has an entry of a list as whole words, with و, ف, ب or ل before the entry or without.

    :param end: where to stop, as an offset of the folded text.
    """
    if name not in _list_sought(text):
        return False
    return bool(_pattern(name).search(text.folded if end is None else text.folded[:end]))


def opens(name: str, text: ParsedText) -> bool:
    """Return whether a text begins with an entry of a list."""
    return bool(_pattern(name).match(text.folded))


def holds_beside(name: str, exceptions: str, text: ParsedText) -> bool:
    """Return whether a text has an entry of a list that is not part of an entry of another list."""
    return bool(_pattern(name).search(_pattern(exceptions).sub(" ", text.folded)))


def find_all(name: str, text: ParsedText) -> list[int]:
    """Find the entries of a list: offsets in the folded text at which one begins."""
    return [match.start() for match in _pattern(name).finditer(text.folded)] if name in _list_sought(text) else []


@once
def _list_sought(text: ParsedText) -> frozenset[str]:
    """Name the lists of which a word of the text may open an entry: the others need not be searched for."""
    if text.joins_words:
        return frozenset(_SOUGHT)
    opened, always = _index_first_words()
    return always.union(*[opened[word.folded] for word in text.words if word.folded in opened])


@lru_cache(maxsize=1)
def _index_first_words() -> tuple[dict[str, set[str]], frozenset[str]]:
    """Map each word that may open an entry to its lists, and name the lists that a part of a word («*») may open."""
    opened: dict[str, set[str]] = defaultdict(set)
    always: set[str] = set()
    for name in _SOUGHT:
        for first in {entry.split(" ")[0] for entry in words(name)}:
            if "*" in first:
                always.add(name)
            for glued in ("", *_GLUED):
                opened[f"{glued}{first}"].add(name)
    return dict(opened), frozenset(always)


@lru_cache(maxsize=1)
def participles() -> dict[str, str]:
    """Return the participles of saying, folded and without their ending, each with the finite verb, "" if none."""
    return {fold(participle): verb for participle, verb in _LISTS["participles"]}
