"""Lists of sources as other programs keep them (OPML 2.0, http://opml.org/spec2.opml). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from bot.sources.addresses import parse_address
from bot.sources.values import FOLDER, SourceError
from briefings.reading.charset import decode
from briefings.reading.values import SourceKind, UnreadableSourceError
from briefings.reading.xml import parse_xml
from storage.model.sources import NewsSource

MOST_BYTES = 5 * 1024 * 1024
MOST_SOURCES = 5_000
_OURS = "urn:mujaz:opml"  # the namespace of what OPML has no word for
_OUTLET = f"{{{_OURS}}}outlet"
_KINDS = {SourceKind.PAGE.value, SourceKind.SITEMAP.value, SourceKind.CHANNEL.value}  # feeds are told by their look


@dataclass(frozen=True, slots=True)
class Listed:
    """A source that a list names."""

    url: str
    kind: str | None
    outlet: str | None


def read_opml(data: bytes) -> tuple[list[Listed], list[str]]:
    """Return the sources of a list, each address once, and why the others are left out, a line each.

    :raises SourceError: if it is no list.
    """
    if len(data) > MOST_BYTES:
        raise SourceError(f"is too large: more than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        root = parse_xml(decode(data, None), MOST_SOURCES)
    except UnreadableSourceError as error:
        raise SourceError(str(error)) from error
    if etree.QName(root).localname.lower() != "opml":
        raise SourceError(f"is no OPML, but <{etree.QName(root).localname}>")
    listed: dict[str, Listed] = {}
    problems: list[str] = []
    outlines = [outline for outline in root.iter("{*}outline") if _find_address(outline)]
    for outline in outlines[:MOST_SOURCES]:
        try:
            each = _read_outline(outline)
            listed.setdefault(each.url, each)
        except SourceError as error:
            problems.append(str(error))
    if len(outlines) > MOST_SOURCES:
        problems.append(f"only the first {MOST_SOURCES} sources are read")
    return list(listed.values()), problems


def write_opml(sources: Iterable[NewsSource]) -> bytes:
    """Write sources as a list that this and other programs read. Folders are of this machine, and are left out."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"mujaz": _OURS})
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = "Mujaz"
    for source in sources:
        if source.kind != FOLDER:
            name = source.outlet or source.title or source.url
            fields = {"type": source.kind or "rss", "text": name, "title": name, "xmlUrl": source.url}
            etree.SubElement(body, "outline", fields | ({_OUTLET: source.outlet} if source.outlet else {}))
    document: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return document


def _find_address(outline: etree._Element) -> str | None:
    # Some programs write «xmlurl».
    return next((value for name, value in outline.attrib.items() if str(name).lower() == "xmlurl" and value), None)


def _read_outline(outline: etree._Element) -> Listed:
    address = _find_address(outline) or ""
    url, kind = parse_address(address)
    if kind == FOLDER:
        raise SourceError(f"{address}: a folder is added by hand")
    written = outline.get("type")
    return Listed(url, kind or (written if written in _KINDS else None), outline.get(_OUTLET))
