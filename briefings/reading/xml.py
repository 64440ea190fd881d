"""Text → XML: no document type and no entity reaches a parser, and one broken entry breaks no other."""

import re
from collections.abc import Iterator
from html.entities import html5
from itertools import zip_longest

from lxml import etree

from briefings.reading.values import UnreadableSourceError

_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_TYPE = re.compile(r"<!DOCTYPE[^\[\]<>]{0,500}>", re.IGNORECASE)  # one that declares nothing: RSS 0.91 asks for it
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|((?:amp|lt|gt|quot|apos);)|([A-Za-z]\w{1,31};))?")
_ROOT = re.compile(r"<[A-Za-z_][^<>]{0,5000}>")
_ENTRY = re.compile(r"<((?:\w{1,20}:)?(?:item|entry|url))(?=[\s>])")
# Prefixes that feeds use, and sometimes forget to declare.
_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}

_BRACE_IN_NAMESPACE = re.compile(
    r"""\bxmlns(?::[^\s=]{0,30})?\s{0,9}=\s{0,9}(?:"[^"{}]{0,500}[{}]|'[^'{}]{0,500}[{}])"""
)


def parse_xml(source: str, most_entries: int) -> etree._Element:
    """Parse a feed or a sitemap. If it is not well-formed, each of its entries is mended by itself.

    :param most_entries: those after so many are dropped before anything else reads them.
    :raises UnreadableSourceError: if it declares entities, or if it is broken and no entry of it can be mended.
    """
    bare = _NO_XML.sub("", source).lstrip()
    declaration = _DECLARATION.match(bare)
    text = _declare_prefixes("".join(_list_safe(bare[declaration.end() :] if declaration else bare)))
    if _BRACE_IN_NAMESPACE.search(text):  # lxml writes the name of a tag as «{namespace}name»
        raise UnreadableSourceError("is no XML: a namespace has a brace in it")
    try:
        root = etree.fromstring(text.encode(), _make_parser(recover=False))
    except etree.XMLSyntaxError as error:
        root = _mend(text, most_entries)
        if root is None or not _list_entries(root):
            raise UnreadableSourceError(f"is no XML: {' '.join((error.msg or 'broken').split())[:100]}") from None
    for element in _list_entries(root)[most_entries:]:
        element.getparent().remove(element)
    return root


def _list_entries(root: etree._Element) -> list[etree._Element]:
    """List the entries that hold something."""
    return [each for each in root.iter("{*}item", "{*}entry", "{*}url") if len(each) and each.getparent() is not None]


def _make_parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=False,  # feedparser reads a section at once, and what is escaped in a thousand pieces
    )


def _list_safe(text: str) -> Iterator[str]:
    """Yield the text piece by piece, with ampersands and references as XML knows them; CDATA sections as they are."""
    position = 0
    while position < len(text):
        start = text.find("<![CDATA[", position)
        start = len(text) if start < 0 else start
        piece = _TYPE.sub("", text[position:start])
        if _FORBIDDEN.search(piece):
            raise UnreadableSourceError("declares a document type or entities, which are not read")
        yield _AMPERSAND.sub(_write_reference, piece)
        end = text.find("]]>", start)
        position = len(text) if end < 0 else end + 3
        yield text[start:position]


def _write_reference(match: re.Match[str]) -> str:
    """Write a reference as XML knows it: HTML's names are the letters that they mean, and a bare «&» is one."""
    number, known, name = match.groups()
    if known:
        return match[0]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return match[0] if code <= 0x10FFFF and not _NO_XML.match(chr(code)) else ""
    letters = html5.get(name or "")
    return letters if letters and letters not in "&<" else f"&amp;{match[0][1:]}"


def _declare_prefixes(text: str) -> str:
    """Declare the prefixes that are used and not declared, in the opening tag of the root."""
    root = _ROOT.search(text)
    if root is None:
        raise UnreadableSourceError("is no XML: it has no root")
    missing = [name for name in _PREFIXES if f"<{name}:" in text and f"xmlns:{name}" not in root[0]]
    end = root.end() - 1 - root[0].endswith("/>")
    return text[:end] + "".join(f' xmlns:{name}="{_PREFIXES[name]}"' for name in missing) + text[end:]


def _mend(text: str, most_entries: int) -> etree._Element | None:
    """Parse what stands before the first entry, and each entry alone, as far as it can be parsed."""
    starts = list(_ENTRY.finditer(text))[: most_entries + 1]
    opening = _ROOT.search(text)
    root = _recover(text[: starts[0].start()] if starts else text)
    if root is None or opening is None:
        return None
    place = next((child for child in root if etree.QName(child).localname == "channel"), root)
    for start, following in zip_longest(starts, starts[1:]):
        end = following.start() if following else len(text)
        close = text.find(f"</{start[1]}>", start.start(), end)
        wrapped = _recover(opening[0] + text[start.start() : close if close >= 0 else end])
        if wrapped is not None and len(wrapped):
            place.append(wrapped[0])
    return root


def _recover(text: str) -> etree._Element | None:
    try:
        root = etree.fromstring(text.encode(), _make_parser(recover=True))
    except etree.XMLSyntaxError:
        return None
    if root is not None:
        for element in root.iter():
            _drop_prefixes(element)
    return root


def _drop_prefixes(element: etree._Element) -> None:
    """Take prefixes that nobody declared out of names: what reads the XML next would refuse all of it."""
    if ":" in str(element.tag) and not str(element.tag).startswith("{"):
        element.tag = str(element.tag).replace(":", "_")
    for name in [name for name in element.attrib if ":" in str(name) and not str(name).startswith("{")]:
        del element.attrib[name]
