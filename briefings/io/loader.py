"""Bytes → articles. Parsers only: who opens files, and where they come from, is the bot's business."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from briefings.model import Article, PublishedFrom

_HEADER = {
    "outlet": "outlet", "published": "published", "title": "title", "url": "url",
    "الوسيلة": "outlet", "تاريخ النشر": "published", "العنوان": "title", "الرابط": "url",
}  # fmt: skip
_HEADER_LINE = re.compile(rf"\ufeff?({'|'.join(_HEADER)})[ \t]*:([^\r\n]*)(?:\r?\n|\Z)", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_YEARS = range(1900, 2200)  # of publication: what lies outside is a slip of the pen
_LONGEST = {"outlet": 300, "title": 1_000, "url": 2_048}  # letters that each may have
_NAMED = 100  # bad lines of a file, each with its reason; the others are counted
_MOST_LEFT_OUT = 10_000  # bad lines after which a file is not read on
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


def read_file(
    data: bytes,
    name: str,
    *,
    outlet: str | None = None,
    published: date | datetime | None = None,
    zone: str = "UTC",
) -> Contents:
    """Read the articles in a file: one in a text file, one a line in a ``.jsonl``; a bad line drops only itself.

    :param name: the file's name; its ending chooses the parser, and it is kept with the article.
    :raises ReadingError: for what is empty, binary, not UTF-8, or no text of an article. Then nothing of it is read.
    """
    given = Given(outlet, published, zone)
    text = _decode(data)
    if name.lower().endswith(".jsonl"):
        return _read_lines(text, name, given)
    return Contents((_read_text(text, name, given),))


def read_articles(
    data: bytes,
    name: str,
    *,
    outlet: str | None = None,
    published: date | datetime | None = None,
    zone: str = "UTC",
) -> list[Article]:
    """Read the articles in a file, as :func:`read_file` does, if every line of it is good.

    :raises ReadingError: also for the first bad line.
    """
    contents = read_file(data, name, outlet=outlet, published=published, zone=zone)
    for error in contents.bad_lines:
        raise error
    return list(contents.articles)


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


def _decode(data: bytes) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ReadingError("is empty", Fault.EMPTY)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError("is binary, not text", Fault.BINARY)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadingError(f"is not UTF-8 (byte {error.start + 1})", Fault.ENCODING) from None
    if _BINARY.search(text):
        raise ReadingError("is binary, not text", Fault.BINARY)
    return text


def _read_text(text: str, name: str, given: Given) -> Article:
    header: dict[str, str] = {}
    position = 0
    while (match := _HEADER_LINE.match(text, position)) and (value := match[2].strip()):
        header[_HEADER[match[1].lower()]] = value
        position = match.end()
    if header and text[position:].lstrip(" \t")[:1] not in {"\n", "\r"}:
        header, position = {}, 0  # no blank line after it: it was the text's own first line
    if header and not text[position:].strip():
        raise ReadingError("has a header, but no text", Fault.EMPTY)
    return _make_article(text, name, header, given, position)


def _read_lines(text: str, name: str, given: Given) -> Contents:
    articles: list[Article] = []
    bad: list[ReadingError] = []
    left_out = 0
    for number, line in enumerate(_split_lines(text.removeprefix("\ufeff")), 1):
        if not line.strip():
            continue
        if left_out == _MOST_LEFT_OUT:
            bad.append(ReadingError(f"line {number} and all after it are not read: too many others cannot be read"))
            break
        try:
            articles.append(_read_line(line, name, given))
        except ReadingError as error:
            left_out += 1
            if left_out <= _NAMED:
                bad.append(ReadingError(f"line {number}: {error}", error.fault))
    if left_out > _NAMED:
        bad.insert(_NAMED, ReadingError(f"{left_out - _NAMED} more lines cannot be read"))
    return Contents(tuple(articles), tuple(bad), left_out)


def _split_lines(text: str) -> Iterator[str]:
    """Yield the lines one by one: millions of them at once would take a gigabyte."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _read_line(line: str, name: str, given: Given) -> Article:
    record = _parse_line(line)
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ReadingError('is no article: it needs {"text": "…"}')
    header = {
        key: record[field]
        for key, fields in (
            ("outlet", ("outlet", "source")),
            ("published", ("published", "published_on", "date")),
            ("title", ("title",)),
            ("url", ("url",)),
        )
        for field in fields
        if isinstance(record.get(field), str) and record[field].strip()
    }
    if any(_BINARY.search(value) for value in (record["text"], *header.values())):
        raise ReadingError("is binary, not text", Fault.BINARY)
    return _make_article(record["text"], name, header, given, 0)


def _parse_line(line: str) -> object:
    try:
        record = json.loads(line)
        json.dumps(record, ensure_ascii=False).encode()  # «\ud83d» alone is JSON, but no text that can be kept
    except json.JSONDecodeError as error:
        raise ReadingError(f"is no JSON: {error.msg}") from None
    except (ValueError, RecursionError):  # too long a number, half a letter, endless brackets
        raise ReadingError("is no JSON that can be read") from None
    return record


def _make_article(text: str, name: str, header: Mapping[str, str], given: Given, body_start: int) -> Article:
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
        id=_make_id(text[body_start:], outlet),
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


def _make_id(body: str, outlet: str | None) -> str:
    """The same words of the same outlet are the same article, wherever the file lies and however its lines end."""
    words = " ".join(body.split())
    return "a" + hashlib.sha256(f"{outlet or ''}\n{words}".encode()).hexdigest()[:15]
