"""Bytes of a source → what it says: the way in."""

import re
import zlib
from datetime import datetime

from briefings.reading.charset import decode
from briefings.reading.feeds import read_feed
from briefings.reading.json_feed import read_json_feed
from briefings.reading.pages import read_html
from briefings.reading.sitemap import read_sitemap
from briefings.reading.values import Origin, Reading, SourceKind, UnreadableSourceError

MOST_BYTES = 10 * 1024 * 1024  # of a source; a feed of 500 whole articles has 3 MiB
# Tags, references and lines of a source, by its family: reading costs what they are. 9 MB of «<p>» had taken 40 s.
_MOST_TAGS = {"sitemap": 1_000_000}
_USUAL_TAGS = 300_000  # a feed of 500 whole articles has 50,000
# What may stand before the root: a declaration, comments, a document type.
_BEFORE_ROOT = re.compile(r"(?is)\s+|<\?[^>]{0,500}>|<!--.{0,5000}?-->|<!DOCTYPE[^\[\]<>]{0,500}>")
_ROOT = re.compile(r"<(?:\w{1,20}:)?([A-Za-z]\w{0,20})")
_FEEDS = {"rss", "rdf", "channel", "feed"}
_SITEMAPS = {"urlset", "sitemapindex"}
_PAGES = {"html", "head", "body", "div", "article", "main", "meta", "title", "p"}
_FAMILIES = {SourceKind.RSS: "feed", SourceKind.ATOM: "feed", SourceKind.JSON_FEED: "feed"}
_NAMES = {"feed": "feed", "sitemap": "sitemap", "page": "HTML page", "channel": "page of a public channel"}


def read_source(
    data: bytes,
    *,
    content_type: str | None,
    url: str | None,
    zone: str,
    kind: SourceKind | None = None,
    now: datetime | None = None,
) -> Reading:
    """Read a feed, a sitemap, a page or the page of a public channel.

    :param content_type: the header of the answer; its charset is one opinion among several.
    :param url: from where the bytes came; relative addresses count from it.
    :param zone: the IANA zone of times without an offset, and of days.
    :param kind: what is expected; without it, what the bytes look like. All kinds of feeds stand for each other.
    :param now: aware; a day after it is none. Without it no day is too late.
    :raises UnreadableSourceError: if nothing can be read, or something else than what is expected.
    """
    data = _unpack(data)
    if len(data) > MOST_BYTES:
        raise UnreadableSourceError(f"is too large: more than {MOST_BYTES // 1024 // 1024} MiB")
    origin = Origin(url, zone, now)
    text = decode(data, content_type)
    family = _find_family(text)
    wanted = _FAMILIES.get(kind, kind.value) if kind else family
    if family == "page" and wanted == "channel":
        family = wanted  # a channel's page is an HTML page; its reader sees whether it is one
    if family != wanted:
        raise UnreadableSourceError(f"is no {_NAMES[wanted]} but a {_NAMES[family]}")
    if sum(map(text.count, "<&\n")) > _MOST_TAGS.get(family, _USUAL_TAGS):
        raise UnreadableSourceError("is too large: it has too many tags or lines")
    try:
        return _read(text, family, origin, kind)
    except UnreadableSourceError:
        raise
    except Exception as error:
        # Strangers made the bytes, and three libraries read them: nobody knows all that may happen there.
        raise UnreadableSourceError(f"cannot be read: {type(error).__name__}") from error


def _unpack(data: bytes) -> bytes:
    """Return what is in a source that is a compressed file, as parts of sitemaps are; no more than is looked at."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MOST_BYTES + 1)
    except zlib.error:
        raise UnreadableSourceError("is a compressed file that is damaged") from None


def _read(text: str, family: str, origin: Origin, kind: SourceKind | None) -> Reading:
    match family:
        case "feed" if text.lstrip().startswith("{"):
            return read_json_feed(text, origin)
        case "feed":
            return read_feed(text, origin)
        case "sitemap":
            return read_sitemap(text, origin)
    return read_html(text, origin, kind)


def _find_family(text: str) -> str:
    """Return what a text looks like by its root.

    :raises UnreadableSourceError: if it is none of what is read.
    """
    position = 0
    while match := _BEFORE_ROOT.match(text, position):
        position = match.end()
    if text.startswith("{", position):
        return "feed"
    root = _ROOT.search(text, position, position + 5_000)
    name = root[1].lower() if root else ""
    if name in _FEEDS:
        return "feed"
    if name in _SITEMAPS:
        return "sitemap"
    if name in _PAGES:
        return "page"
    if not name:
        raise UnreadableSourceError("is neither a feed nor a page" if text.strip() else "is empty")
    raise UnreadableSourceError(f"is neither a feed nor a page, but <{name}>")
