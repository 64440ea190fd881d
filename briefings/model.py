"""The words of the design, as values. Nothing here reads, writes or decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MAX_UPDATE_TEXT = 280  # characters of an update, as the design fixes it


class PublishedFrom(StrEnum):
    """Where an article's day of publication was found."""

    METADATA = "metadata"  # a header or a field of the file
    TEXT = "text"  # inferred from its text and the other articles of the story
    GIVEN = "given"  # said by whoever handed the article in
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a sentence is for. Only ``BODY`` can become news."""

    BODY = "body"
    BYLINE = "byline"
    SUBHEAD = "subhead"
    LINK = "link"
    ENGAGEMENT = "engagement"
    SOURCE_LINE = "source_line"
    UNREAD = "unread"  # longer than a sentence of prose, or beyond what is read of one article


class Kind(StrEnum):
    """What an update tells."""

    EVENT = "event"
    STATEMENT = "statement"
    PLAN = "plan"
    BACKGROUND = "background"


class Tier(StrEnum):
    """What an update is for."""

    NEWS = "news"  # told unasked
    DETAIL = "detail"  # what a report says beside its news; told on request
    BACKGROUND = "background"  # recaps, history, what belongs to no news; told if somebody searches for it


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    BEFORE = "before"
    AFTER = "after"
    REPORTED = "reported"  # the day of the report, because what it tells names none
    NONE = "none"


class Qualifier(StrEnum):
    """How exactly a figure is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    VAGUE = "vague"


class Relation(StrEnum):
    """How the values of one figure stand to each other."""

    SINGLE = "single"
    AGREEING = "agreeing"
    DEVELOPING = "developing"
    CONFLICTING = "conflicting"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Article:
    """One text of one outlet.

    ``text`` is the whole decoded file, line ends as they are, so that every offset below points into it;
    ``body_start`` is where the header, if there is one, ends. ``published_at`` (aware) is set where a time is known.
    """

    id: str
    text: str
    outlet: str | None = None
    published_on: date | None = None
    published_from: PublishedFrom = PublishedFrom.UNKNOWN
    published_at: datetime | None = None
    title: str | None = None
    url: str | None = None
    file: str | None = None
    body_start: int = 0
    included: bool = False  # by hand: it is not asked whether it is a report, and about the story
    replaces: str | None = None  # the id of its earlier version, which gives way to it


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` (inclusive) to ``end`` (exclusive) of an article's text, and what stands there."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EventDate:
    """A day, a range, a month or a year; ``start`` and ``end`` are ISO 8601, as long as the precision allows."""

    start: str | None = None
    end: str | None = None
    precision: Precision = Precision.NONE


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression that names a time, and the time it means."""

    span: Span
    when: EventDate
    explicit: bool  # a day and a month are written out, so the article's own day is not needed


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A number in a sentence: what it counts, in which unit, how exactly."""

    span: Span
    value: int
    qualifier: Qualifier
    about: str  # a key of the story's figures: "killed", "injured", …
    unit: str  # the counted noun as written; "" where it is left out
    period: str | None = None  # "total", "day", or None where the text does not say
    side: str = ""  # of which country or group the counted are; "" where the text does not say
    deed: str = ""  # what is done with them, as a root to compare by,
    actor: str = ""  # and the country that does it
    when: EventDate | None = None  # the day of what the figure counts, where it is not that of the clause


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article and everything that was read off it."""

    span: Span
    role: Role
    topics: tuple[str, ...] = ()
    opinion: bool = False
    speaker: str | None = None
    dates: tuple[DateMention, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    cluster: str | None = None  # the update's id, once merged


@dataclass(frozen=True, slots=True)
class TopicUpdate:
    """What readers see: one short text on one topic, with every source that carries it, and how it stands to others."""

    id: str
    topic: str
    text: str
    kind: Kind
    when: EventDate
    said_by: str | None
    sources: tuple[Span, ...]
    outlets: tuple[str, ...]  # distinct; copies of one agency's text count once
    score: float
    contradicts: tuple[str, ...] = ()  # ids, in order; whom one contradicts contradicts it
    tier: Tier = Tier.NEWS
    part_of: str | None = None  # of a detail, or of news that adds to other news: the id of that news
    develops: str | None = None  # id of the update on an earlier day whose count it carries on


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One value that somebody gave for a figure."""

    value: int
    qualifier: Qualifier
    unit: str
    by: str | None
    as_of: date | None
    period: str | None
    sources: tuple[Span, ...]
    side: str = ""  # of which country or group the counted are
    series: int = 0  # values of one figure with the same number count the same, and may be compared


@dataclass(frozen=True, slots=True)
class Figure:
    """All values given for one thing that is counted, and how they stand to each other."""

    about: str
    label: str
    relation: Relation
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the composer made of a story's articles."""

    story: str
    articles: tuple[Article, ...]
    updates: tuple[TopicUpdate, ...]
    timeline: tuple[str, ...]  # ids, by event date
    figures: tuple[Figure, ...]
    days: tuple[str, ...] = ()  # that any sentence names, those that matter most first; ISO 8601
    sentences: tuple[Sentence, ...] = field(default=())
    set_aside: Mapping[str, str] = field(default_factory=dict)  # by an article's id: why nothing was read off it


class Reading(StrEnum):
    """For what an article was read."""

    CLAIMS = "claims"
    DAYS = "days"  # the days that it names in full, by which the day of another may be found


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read of an article, packed. The key names the article and the rules by which it was read."""

    article: str
    reading: Reading
    key: bytes
    body: bytes
