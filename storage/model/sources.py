"""The values of sources: where articles come from, what a visit brought, what was left out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from briefings.model import Article


class SourceState(StrEnum):
    """Whether a source is visited."""

    ACTIVE = "active"
    PAUSED = "paused"  # by an operator
    GONE = "gone"  # its server says that it will not come back


@dataclass(frozen=True, slots=True)
class NewsSource:
    """An address or a folder from which articles come, and how the visits to it went. Moments are aware UTC."""

    id: int
    url: str  # in its canonical form; of a folder, its path
    kind: str | None  # None until it was read for the first time
    outlet: str | None  # as the operator says; it goes before what the source says
    title: str | None  # as the source says
    state: SourceState
    added_at: datetime
    next_at: datetime  # when it is visited next
    interval: timedelta  # between the last visit and the next
    news_per_day: float | None  # an estimate; None until it was read
    etag: str | None
    last_modified: str | None
    fetched_at: datetime | None  # the last visit, whatever it brought
    last_success_at: datetime | None
    last_news_at: datetime | None
    failing_since: datetime | None
    last_fault: str | None  # one line for operators; kept when the source works again
    failures: int  # in a row
    told_at: datetime | None  # when operators were told that it fails; None once they know that it works again
    entries: int  # that it brought so far
    articles: int  # that were made of them, later versions too
    on_story: int  # of these


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What is known of an entry of a source."""

    digest: str  # of what the source said of it
    article: str | None  # that was made of it, if one was


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that is on no story, or an entry that gave no article: then its text is empty."""

    article: Article
    source: int
    reason: str  # one line that follows «it»
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a source brought, and how the source is known from then on."""

    source: int
    at: datetime
    next_at: datetime
    interval: timedelta
    news_per_day: float | None = None
    fault: str | None = None  # None: the visit succeeded
    is_gone: bool = False
    moved_to: str | None = None
    kind: str | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    seen: frozenset[str] = frozenset()  # keys of all entries that the source has now
    known: tuple[tuple[str, KnownEntry], ...] = ()  # new and changed entries, by key
    left_out: tuple[LeftOut, ...] = ()
    articles: int = 0
    on_story: int = 0
