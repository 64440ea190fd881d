"""What a file holds: its articles, and why something of it is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from briefings.identity import make_article_id
from briefings.model import Article, PublishedFrom

_YEARS = range(1900, 2200)  # of publication: what lies outside is a slip of the pen
_LONGEST = {"outlet": 300, "title": 1_000, "url": 2_048}  # letters that each may have
MOST_NAMED = 100  # bad lines of a file, each with its reason; the others are counted
_SHOWN = 40  # letters of a day that is none, in the message about it


class Fault(StrEnum):
    """Why input is no article."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"  # not UTF-8
    FORMAT = "format"  # not what its ending says, or with a day that is none
    LARGE = "large"
    FETCH = "fetch"  # it could not be had
    KIND = "kind"  # no file of a kind that is read


class ReadingError(ValueError):
    """Input that is no article; the message is one line without the file's name."""

    def __init__(self, message: str, fault: Fault = Fault.FORMAT) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever hands a file in says of it; it goes before what the file says of itself."""

    outlet: str | None = None
    published: date | datetime | None = None
    zone: str = "UTC"  # of times without an offset


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a file: its articles, and for each line that is none the reason."""

    articles: tuple[Article, ...]
    bad_lines: tuple[ReadingError, ...] = ()  # the first hundred by name, the others in one
    left_out: int = 0  # lines


def parse_published(value: str, zone: str) -> date | datetime:
    """A day (``2022-01-06``) or a moment (``2022-01-06 14:30``, in ``zone`` unless it carries an offset).

    :raises ReadingError: for anything else.
    """
    try:
        day_only = re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        published = date.fromisoformat(value) if day_only else datetime.fromisoformat(value)
        if isinstance(published, datetime) and published.tzinfo is None:
            published = published.replace(tzinfo=ZoneInfo(zone))
        # The year counts where the day counts: an offset may move a moment over the end of the calendar.
        years = {moment.year for moment in _list_moments(published, zone)}
    except (ValueError, OverflowError):
        years = set()
    if not years or not all(year in _YEARS for year in years):
        raise ReadingError(f"{_shorten(value)!r} is no day of publication: write 2022-01-06 or 2022-01-06 14:30")
    return published


def _list_moments(published: date | datetime, zone: str) -> tuple[date | datetime, ...]:
    if isinstance(published, datetime):
        return published, published.astimezone(UTC), published.astimezone(ZoneInfo(zone))
    return (published,)


def _shorten(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def make_article(text: str, name: str, header: Mapping[str, str], given: Given, body_start: int) -> Article:
    """Make an article of a text and of what is said about it.

    :param header: outlet, published, title, url, as far as they are said.
    :param body_start: where the text of the article begins.
    :raises ReadingError: if the text has no words, or what is said about it is none of that.
    """
    if not any(char.isalnum() for char in text[body_start:]):
        raise ReadingError("holds no words", Fault.EMPTY)
    if long := next((key for key, most in _LONGEST.items() if len(header.get(key, "")) > most), None):
        raise ReadingError(f"is too long in its {long}: more than {_LONGEST[long]} letters")
    published = given.published
    source = PublishedFrom.GIVEN
    if published is None and "published" in header:
        published, source = parse_published(header["published"], given.zone), PublishedFrom.METADATA
    moment = published.astimezone(UTC) if isinstance(published, datetime) else None
    day = published.astimezone(ZoneInfo(given.zone)).date() if isinstance(published, datetime) else published
    outlet = given.outlet or header.get("outlet")
    return Article(
        id=make_article_id(text[body_start:], outlet),
        text=text,
        outlet=outlet,
        published_on=day,
        published_from=source if day else PublishedFrom.UNKNOWN,
        published_at=moment,
        title=header.get("title"),
        url=header.get("url"),
        file=name,
        body_start=body_start,
    )


def name_some(bad: Sequence[ReadingError]) -> tuple[ReadingError, ...]:
    """Return the first hundred errors, and how many there are besides."""
    if len(bad) <= MOST_NAMED:
        return tuple(bad)
    return (*bad[:MOST_NAMED], ReadingError(f"{len(bad) - MOST_NAMED} more cannot be read"))
