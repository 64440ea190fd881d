"""HTML pages: articles, the feeds that pages name, and the posts of public channels."""

from lxml.html import HtmlElement

from briefings.reading.pages.article import read_page
from briefings.reading.pages.channel import is_channel, read_channel
from briefings.reading.plain_text import parse_html
from briefings.reading.values import Origin, Reading, SourceKind, UnreadableSourceError

_MOST_ELEMENTS = 20_000  # of a page; those of newspapers have 1,000 to 6,000
_MOST_LETTERS = 1_000_000  # outside of scripts; those of newspapers have 5,000 to 50,000
_MOST_IN_ATTRIBUTES = 2_000_000  # letters; pictures may stand there


def read_html(text: str, origin: Origin, kind: SourceKind | None = None) -> Reading:
    """Read a page: the posts of a channel, or one article.

    :param kind: ``PAGE`` or ``CHANNEL``; without it, what the page is.
    :raises UnreadableSourceError: if the page is too large, or no channel though one is expected.
    """
    tree = parse_html(text)
    if tree is None:
        raise UnreadableSourceError("is an HTML page without anything in it")
    _check_size(tree)
    if kind is not SourceKind.PAGE and is_channel(tree):
        return read_channel(tree, origin)
    if kind is SourceKind.CHANNEL:
        raise UnreadableSourceError("is no page of a public channel, or of one that shows no posts outside Telegram")
    return read_page(tree, origin)


def _check_size(tree: HtmlElement) -> None:
    """Refuse a page on which the search for its article would take minutes, or a gigabyte."""
    elements = letters = attributes = 0
    for element in tree.iter():
        elements += 1
        attributes += sum(map(len, element.values()))
        letters += 0 if element.tag in {"script", "style"} else len(element.text or "")
        letters += len(element.tail or "")
    if elements > _MOST_ELEMENTS or letters > _MOST_LETTERS or attributes > _MOST_IN_ATTRIBUTES:
        raise UnreadableSourceError("is too large a page: it has too many elements, or too long a text")
