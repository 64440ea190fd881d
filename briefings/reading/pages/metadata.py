"""What a page says of itself, in its head and beside its headline."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from briefings.reading.addresses import make_canonical
from briefings.reading.moments import read_when
from briefings.reading.values import Origin

_FEED_TYPES = {
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml",
    "text/xml",
}  # fmt: skip
_COMMENTS = "/comments/"  # WordPress names the feed of what readers say beside that of the articles
# In this order: what is said of the article goes before what is said of the page.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "dc.date.issued", "dcterms.issued", "publishdate", "publish_date", "publish-date", "pubdate", "sailthru.date",
    "dc.date", "date",
)  # fmt: skip
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_DATED = re.compile(r"(?:^|[\s_-])(?:date|time|published?|posted|pubdate|timestamp)(?:$|[\s_-])", re.IGNORECASE)
_LONGEST_DAY, _MOST_DAYS = 80, 100  # letters of an element that tells a day; such elements that are looked at
_LONGEST_NAME = 300  # letters of a class that is looked at
_MOST_NODES, _MOST_JSON = 2_000, 300_000  # values and letters of JSON-LD that are looked at


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself, as it is written there; the addresses are canonical."""

    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    changed: str | None
    feeds: tuple[str, ...]


def read_metadata(tree: HtmlElement, origin: Origin) -> Metadata:
    """Read title, outlet, address, day and feeds of a page.

    The day is that of the metadata, or else the only one that stands in an element for the day. Days in running text
    are those of events.
    """
    base = _find_base(tree, origin)
    metas = _read_metas(tree)
    article = _find_article(tree)
    publisher = article.get("publisher")
    outlet = metas.get("og:site_name") or (_text(publisher, "name") if isinstance(publisher, Mapping) else None)
    return Metadata(
        title=metas.get("og:title") or _text(article, "headline") or _find_title(tree),
        outlet=outlet or metas.get("application-name"),
        url=_find_address(tree, base, origin),
        published=_text(article, "datePublished") or _first(metas, _PUBLISHED) or _find_day(tree, origin),
        changed=_text(article, "dateModified") or _first(metas, _CHANGED),
        feeds=tuple(dict.fromkeys(_list_feeds(tree, base))),
    )


def _find_base(tree: HtmlElement, origin: Origin) -> str | None:
    element = tree.find(".//base[@href]")
    return make_canonical(element.get("href", ""), origin.url) or origin.url if element is not None else origin.url


def _read_metas(tree: HtmlElement) -> Mapping[str, str]:
    """Return the contents of the meta elements by property, name or itemprop in small letters; the first counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := element.get("content", "").strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _find_article(tree: HtmlElement) -> Mapping[str, object]:
    """Return the first article that JSON-LD describes; an empty one if there is none."""
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for node in _list_nodes(element.text or ""):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                return node
    return {}


def _list_nodes(source: str) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a JSON-LD script, the outer ones first."""
    try:
        values = [json.loads(source, strict=False)] if len(source) <= _MOST_JSON else []
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not values:
            return
        value = values.pop(0)
        if isinstance(value, dict):
            yield value
            values += value.values()
        elif isinstance(value, list):
            values += value


def _text(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _find_title(tree: HtmlElement) -> str | None:
    headings = list(tree.iter("h1"))
    element = headings[0] if len(headings) == 1 else tree.find(".//title")
    return element.text_content() if element is not None else None


def _find_address(tree: HtmlElement, base: str | None, origin: Origin) -> str | None:
    """Return the address that a page calls its own, if it is of the same host."""
    own = make_canonical(origin.url) if origin.url else None
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            said = make_canonical(element.get("href", ""), base)
            if said and (own is None or said.split("/")[2] == own.split("/")[2]):
                return said
    return own


def _list_feeds(tree: HtmlElement, base: str | None) -> Iterator[str]:
    for element in tree.iter("link"):
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        if kind in _FEED_TYPES and "alternate" in (element.get("rel") or "").lower().split():
            address = make_canonical(element.get("href", ""), base)
            yield from [address] if address and _COMMENTS not in address else []


def _find_day(tree: HtmlElement, origin: Origin) -> str | None:
    """Return what stands in the elements for a day, if all that can be read mean one day."""
    for candidates in (_list_times(tree), _list_dated(tree)):
        days = {when.on: text for text in islice(candidates, _MOST_DAYS) if (when := read_when(text, origin)).on}
        if len(days) == 1:
            return next(iter(days.values()))
    return None


def _list_times(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("time"):
        yield element.get("datetime") or element.text_content()[:_LONGEST_DAY]


def _list_dated(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("span", "div", "p", "li", "small", "em", "i", "b"):
        names = (element.get(name, "")[:_LONGEST_NAME] for name in ("class", "id", "itemprop"))
        if _DATED.search(" ".join(names)):
            text = " ".join(element.text_content().split()) if len(element) < 10 else ""
            if 0 < len(text) <= _LONGEST_DAY:
                yield text
