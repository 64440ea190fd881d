"""What a source says, as values; nothing here reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class SourceKind(StrEnum):
    """What the bytes of a source are."""

    RSS = "rss"
    ATOM = "atom"
    JSON_FEED = "json_feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    CHANNEL = "channel"


class UnreadableSourceError(ValueError):
    """Nothing can be read off the bytes; the message is one line, without the address."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when bytes were had."""

    url: str | None = None  # relative addresses count from it
    zone: str = "UTC"  # of times without an offset
    now: datetime | None = None  # aware; a day after it is none


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says of one article. All texts are plain: no markup, no control characters, no bidi controls."""

    key: str  # guid, id, or canonical address; what makes the entry the same the next time
    url: str | None  # canonical: without tracking parameters
    title: str | None
    text: str  # paragraphs apart by "\n\n"; empty if the source gives an address only
    is_whole: bool  # whether the text is the article, or a teaser whose page must be fetched
    outlet: str | None  # as the source itself says
    published_at: datetime | None  # aware, in UTC
    published_on: date | None  # in the zone of the reading
    changed_at: datetime | None  # aware, in UTC


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off one answer or file."""

    kind: SourceKind
    title: str | None
    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = ()  # of each entry that was left out, the reason in one line
    feeds: tuple[str, ...] = ()  # absolute addresses of the feeds that a page names, and of the parts of a sitemap
    refresh_after: timedelta | None = None  # how often the source says that it should be read
