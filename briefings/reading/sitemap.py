"""Sitemaps, those of news among them (https://www.sitemaps.org/protocol.html)."""

from lxml import etree

from briefings.reading.addresses import make_canonical
from briefings.reading.entries import RawEntry, collect_entries
from briefings.reading.values import Origin, Reading, SourceKind
from briefings.reading.xml import parse_xml

_MOST_READ = 50_000  # addresses of one sitemap, by its protocol


def read_sitemap(source: str, origin: Origin) -> Reading:
    """Read a sitemap: addresses, with title and day if it is one of news. Of an index, the parts are the feeds.

    The newest come first, because most sitemaps hold all of the past.

    :raises UnreadableSourceError: if it is no XML.
    """
    root = parse_xml(source, _MOST_READ)
    if etree.QName(root).localname == "sitemapindex":
        parts = (make_canonical(loc.text or "", origin.url) for loc in root.iterfind("{*}sitemap/{*}loc"))
        return Reading(SourceKind.SITEMAP, None, (), feeds=tuple(dict.fromkeys(part for part in parts if part)))
    found = [_read_url(element) for element in root.iterfind("{*}url")]
    found.sort(key=lambda raw: raw.published or raw.changed or "", reverse=True)
    entries, faults = collect_entries(found, origin)
    names = {entry.outlet for entry in entries}
    return Reading(SourceKind.SITEMAP, names.pop() if len(names) == 1 else None, entries, faults)


def _read_url(element: etree._Element) -> RawEntry:
    address = element.findtext("{*}loc")
    return RawEntry(
        url=address,
        title=element.findtext("{*}news/{*}title"),
        outlet=element.findtext("{*}news/{*}publication/{*}name"),
        published=element.findtext("{*}news/{*}publication_date"),
        changed=element.findtext("{*}lastmod"),
    )
