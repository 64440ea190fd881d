"""Bytes of feeds, sitemaps, pages and channels → entries → articles. Imports `dates` and below.

All of it is hostile: strangers wrote it. It is pure: what is not in the bytes is not looked for.
"""

from briefings.reading.articles import to_article
from briefings.reading.sources import MOST_BYTES, read_source
from briefings.reading.values import Entry, Reading, SourceKind, UnreadableSourceError

__all__ = [
    "MOST_BYTES",
    "Entry",
    "Reading",
    "SourceKind",
    "UnreadableSourceError",
    "read_source",
    "to_article",
]
