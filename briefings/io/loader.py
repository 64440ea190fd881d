"""Bytes → articles. Parsers only: who opens files, and where they come from, is the bot's business."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime

from briefings.io.contents import MOST_NAMED, Contents, Fault, Given, ReadingError, make_article, name_some
from briefings.model import Article

_HEADER = {
    "outlet": "outlet", "published": "published", "title": "title", "url": "url",
    "الوسيلة": "outlet", "تاريخ النشر": "published", "العنوان": "title", "الرابط": "url",
}  # fmt: skip
_HEADER_LINE = re.compile(rf"\ufeff?({'|'.join(_HEADER)})[ \t]*:([^\r\n]*)(?:\r?\n|\Z)", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_LEFT_OUT = 10_000  # bad lines after which a file is not read on


def read_file(
    data: bytes,
    name: str,
    *,
    outlet: str | None = None,
    published: date | datetime | None = None,
    zone: str = "UTC",
) -> Contents:
    """Read the articles in a file; a bad one drops only itself.

    A text file holds one article, a ``.jsonl`` one a line. Saved pages, feeds and sitemaps (``.html``, ``.xml``) are
    read as those that are fetched. A ``.json`` file is a JSON Feed, or has articles as the lines of a ``.jsonl`` do.

    :param name: the file's name; its ending chooses the parser, and it is kept with the article.
    :raises ReadingError: for what is empty, binary, not UTF-8, or no text of an article. Then nothing of it is read.
        Pages and feeds may have another charset.
    """
    given = Given(outlet, published, zone)
    if name.lower().endswith((".html", ".htm", ".xml")):
        return _read_saved(data, name, given)
    text = _decode(data)
    if name.lower().endswith(".jsonl"):
        return _read_lines(text, name, given)
    if name.lower().endswith(".json"):
        return _read_json(text, name, given)
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
    return make_article(text, name, header, given, position)


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
            articles.append(_read_record(_parse_line(line), name, given))
        except ReadingError as error:
            left_out += 1
            if left_out <= MOST_NAMED:
                bad.append(ReadingError(f"line {number}: {error}", error.fault))
    if left_out > MOST_NAMED:
        bad.insert(MOST_NAMED, ReadingError(f"{left_out - MOST_NAMED} more lines cannot be read"))
    return Contents(tuple(articles), tuple(bad), left_out)


def _read_json(text: str, name: str, given: Given) -> Contents:
    """Read a JSON Feed, one article, or a list of articles."""
    found = _parse_line(text.removeprefix("\ufeff"))
    if isinstance(found, dict) and "text" not in found:
        return _read_saved(text.encode(), name, given)
    articles: list[Article] = []
    bad: list[ReadingError] = []
    for number, record in enumerate(found if isinstance(found, list) else [found], 1):
        try:
            articles.append(_read_record(record, name, given))
        except ReadingError as error:
            bad.append(ReadingError(f"article {number}: {error}", error.fault))
    return Contents(tuple(articles), name_some(bad), len(bad))


def _read_saved(data: bytes, name: str, given: Given) -> Contents:
    # Most commands read no page, and to import what parses HTML takes 0.2 s.
    from briefings.io.saved import read_saved  # noqa: PLC0415

    return read_saved(data, name, given)


def _split_lines(text: str) -> Iterator[str]:
    """Yield the lines one by one: millions of them at once would take a gigabyte."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _read_record(record: object, name: str, given: Given) -> Article:
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
    return make_article(record["text"], name, header, given, 0)


def _parse_line(line: str) -> object:
    try:
        record = json.loads(line)
        json.dumps(record, ensure_ascii=False).encode()  # «\ud83d» alone is JSON, but no text that can be kept
    except json.JSONDecodeError as error:
        raise ReadingError(f"is no JSON: {error.msg}") from None
    except (ValueError, RecursionError):  # too long a number, half a letter, endless brackets
        raise ReadingError("is no JSON that can be read") from None
    return record
