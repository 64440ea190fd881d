"""JSON Feed, 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping

from briefings.reading.entries import RawEntry, collect_entries
from briefings.reading.plain_text import to_line
from briefings.reading.values import Origin, Reading, SourceKind, UnreadableSourceError


def read_json_feed(source: str, origin: Origin) -> Reading:
    """Read a JSON Feed. What has another type than it should is taken for missing.

    :raises UnreadableSourceError: if it is no JSON, or no feed.
    """
    feed = _parse(source)
    items = feed.get("items")
    if not isinstance(items, list):
        raise UnreadableSourceError('is no JSON Feed: it has no list "items"')
    title = to_line(_text(feed, "title") or "") or None
    entries, faults = collect_entries((_read_item(item, title) for item in items), origin)
    return Reading(SourceKind.JSON_FEED, title, entries, faults)


def _parse(source: str) -> Mapping[str, object]:
    try:
        feed = json.loads(source)
    except (ValueError, RecursionError):
        raise UnreadableSourceError("is no JSON that can be read") from None
    if not isinstance(feed, dict):
        raise UnreadableSourceError("is no JSON Feed: it is no object")
    return feed


def _read_item(item: object, outlet: str | None) -> RawEntry:
    if not isinstance(item, dict):
        return RawEntry()
    return RawEntry(
        key=_text(item, "id"),
        url=_text(item, "url", "external_url"),
        title=_text(item, "title"),
        content=_text(item, "content_html", "content_text"),
        summary=_text(item, "summary"),
        outlet=outlet,
        published=_text(item, "date_published", "date_modified"),
        changed=_text(item, "date_modified"),
    )


def _text(values: Mapping[str, object], *names: str) -> str | None:
    """Return the first of these fields that is a text; ids may be numbers."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            return str(value)
    return None
