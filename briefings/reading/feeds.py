"""RSS and Atom, of all versions that feedparser knows."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lxml import etree

from briefings.reading.entries import MOST_ENTRIES, RawEntry, collect_entries
from briefings.reading.plain_text import to_line
from briefings.reading.values import Origin, Reading, SourceKind, UnreadableSourceError
from briefings.reading.xml import parse_xml

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}  # hours
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=7)


def read_feed(source: str, origin: Origin) -> Reading:
    """Read RSS or Atom.

    feedparser sees XML that was parsed and written anew: its parser for broken feeds is slow, and it expands entities.

    :raises UnreadableSourceError: if it is no feed.
    """
    import feedparser  # noqa: PLC0415 - most commands read no feed, and the import takes 0.2 s

    root = parse_xml(source, MOST_ENTRIES + 1)
    try:
        parsed = feedparser.parse(
            io.BytesIO(etree.tostring(root, encoding="utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except LookupError:  # feedparser looks for what an entry inside of another element has taken away
        raise UnreadableSourceError("is damaged: an entry stands inside of another element") from None
    if not parsed.version and not parsed.entries:
        raise UnreadableSourceError("is no feed: it is neither RSS nor Atom")
    title = to_line(_text(parsed.feed, "title") or "") or None
    entries, faults = collect_entries((_read_entry(each, title) for each in parsed.entries), origin)
    kind = SourceKind.ATOM if parsed.version.startswith("atom") else SourceKind.RSS
    return Reading(kind, title, entries, faults, refresh_after=_read_rhythm(parsed.feed))


def _read_entry(entry: Mapping[str, Any], feed_title: str | None) -> RawEntry:
    contents = [_text(each, "value") or "" for each in _get(entry, "content") or ()]
    source = _get(entry, "source")
    return RawEntry(
        key=_text(entry, "id"),
        url=_text(entry, "feedburner_origlink") or _text(entry, "link"),
        title=_text(entry, "title"),
        content=max(contents, key=len, default=None),
        # Without details, the summary is feedparser's own copy of the content.
        summary=_text(entry, "summary") if _get(entry, "summary_detail") else None,
        outlet=(_text(source, "title") if source else None) or feed_title,
        published=_text(entry, "published") or _text(entry, "created") or _text(entry, "updated"),
        changed=_text(entry, "updated"),
    )


def _read_rhythm(feed: Mapping[str, Any]) -> timedelta | None:
    """Return how often a feed says that it changes: RSS in minutes, the syndication module in periods."""
    try:
        if minutes := _text(feed, "ttl"):
            rhythm = timedelta(minutes=float(minutes))
        elif period := _text(feed, "sy_updateperiod"):
            hours = _PERIODS[period.strip().lower()]
            rhythm = timedelta(hours=hours / float(_text(feed, "sy_updatefrequency") or 1))
        else:
            return None
        return min(max(rhythm, _SHORTEST), _LONGEST)
    except (ValueError, OverflowError, ZeroDivisionError, KeyError):
        return None


def _get(values: Mapping[str, Any], name: str) -> Any:
    """Return a field; feedparser's own look-up takes a day of change for one of publication, and warns of it."""
    return dict.get(values, name) if isinstance(values, dict) else None


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = _get(values, name)
    return value if isinstance(value, str) and value.strip() else None
