"""Which entries of a source are new or changed, and which words of an article count. Pure."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from briefings.reading.values import Entry
from briefings.text import fold
from storage.model.sources import KnownEntry

_WORD = re.compile(r"\w{3,}")
_SHARED = 0.5  # of the words of a teaser, or a title, that the article must have: a page of cookies has none of them


def digest(entry: Entry) -> str:
    """Return a digest of what the source says of an article; its moments are not counted: some change by the hour."""
    return sha256(f"{entry.title or ''}\n{entry.text}".encode()).hexdigest()


def list_fresh(entries: Sequence[Entry], known: Mapping[str, KnownEntry]) -> list[Entry]:
    """List the entries that are new or changed, the newest first, and then those without a moment."""
    fresh = [entry for entry in entries if entry.key not in known or known[entry.key].digest != digest(entry)]
    return sorted(fresh, key=_newest_first)


def _newest_first(entry: Entry) -> float:
    return -entry.published_at.timestamp() if entry.published_at else 0.0


def is_plausible(entry: Entry, page: Entry) -> bool:
    """Return whether the text of a page is the article of which an entry has the teaser: longer, and with its words."""
    if len(page.text) <= len(entry.text):
        return False
    words = set(_WORD.findall(fold(entry.text or entry.title or "")))
    found = set(_WORD.findall(fold(f"{page.title or ''}\n{page.text}")))
    return len(words & found) >= _SHARED * len(words)
