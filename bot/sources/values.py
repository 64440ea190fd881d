"""The values of a round: what a visit to a source brought, and what is said of it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.model import Article
from storage.model.sources import KnownEntry, NewsSource

FOLDER = "folder"  # the kind of a source that is no address

# Of a source, by its number, and keys of its entries: those that are known, by key.
LoadKnown = Callable[[int, Iterable[str]], Awaitable[Mapping[str, KnownEntry]]]


class SourceError(Exception):
    """What an operator asks of the sources cannot be done; the message is one line."""


@dataclass(frozen=True, slots=True)
class Find:
    """An entry that is new, or says something else than before."""

    key: str
    digest: str
    articles: tuple[Article, ...] = ()  # a file may have several; none: it gave no article
    earlier: str | None = None  # the id of the article that was made of it before
    is_new: bool = True  # the source never had it before
    reason: str | None = None  # why it gave no article, or its teaser only; one line that follows «it»
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Haul:
    """What a visit to a source brought, before anything of it is stored."""

    source: NewsSource
    finds: tuple[Find, ...] = ()
    seen: frozenset[str] = frozenset()  # keys of all entries that the source has
    fault: str | None = None  # one line for operators, if the visit failed
    is_gone: bool = False
    retry_after: timedelta | None = None
    unchanged: bool = False  # the server says that nothing has changed
    is_cut: bool = False  # entries were left for the next visit: the pages of one visit are bounded
    skipped: tuple[str, ...] = ()  # entries that could not be read, each with the reason
    moved_to: str | None = None
    kind: str | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    asked: tuple[timedelta | None, ...] = ()  # how long the server and the source ask to wait
    moments: tuple[datetime, ...] = ()  # of the entries, as far as they say them


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What operators are told of a visit."""

    source: NewsSource
    fault: str | None = None
    unchanged: bool = False
    new: int = 0  # articles, later versions of known ones too
    changed: int = 0  # of these: later versions
    on_story: int = 0  # of these
    teasers: int = 0  # of these: only the teaser of the source could be had
    skipped: tuple[str, ...] = ()  # entries that gave no article, each with the reason
    is_cut: bool = False
