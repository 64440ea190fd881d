"""The word lists of ``lexicon.toml``, folded and ready to match."""

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from briefings.text.arabic import fold

_LISTS: dict[str, list[Any]] = tomllib.loads(
    resources.files("briefings.text").joinpath("lexicon.toml").read_text(encoding="utf-8")
)
_REST = r"\w*"


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The entries of a list, folded."""
    return frozenset(fold(entry) for entry in _LISTS[name])


@lru_cache(maxsize=64)
def verbs(name: str) -> frozenset[str]:
    """The verbs of a list, folded, masculine and feminine."""
    return frozenset(fold(verb) + ending for verb in _LISTS[name] for ending in ("", "ت"))


@lru_cache(maxsize=64)
def alternation(name: str) -> str:
    """A list as a group of a regular expression over folded text, the longest first."""
    entries = sorted(words(name), key=lambda entry: (-len(entry), entry))
    return f"(?:{'|'.join(re.escape(entry).replace(re.escape('*'), _REST) for entry in entries)})"


@lru_cache(maxsize=64)
def pattern(name: str) -> re.Pattern[str]:
    """Any entry of a list as whole words of a folded text, with و, ف, ب or ل before it or without."""
    return re.compile(rf"(?<!\w)[وفبل]?{alternation(name)}(?!\w)")


@lru_cache(maxsize=1)
def participles() -> dict[str, str]:
    """The participles of saying, folded and without their ending, each with the finite verb; "" where there is none."""
    return {fold(participle): verb for participle, verb in _LISTS["participles"]}
