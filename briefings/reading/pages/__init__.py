"""HTML pages: articles, the feeds that pages name, and the posts of public channels."""

from briefings.reading.pages.article import read_page
from briefings.reading.pages.channel import is_channel, read_channel
from briefings.reading.plain_text import parse_html
from briefings.reading.values import Origin, Reading, SourceKind, UnreadableSourceError

_MOST_ELEMENTS = 30_000  # of a page; those of newspapers have 1,000 to 6,000


def read_html(text: str, origin: Origin, kind: SourceKind | None = None) -> Reading:
    """Read a page: the posts of a channel, or one article.

    :param kind: ``PAGE`` or ``CHANNEL``; without it, what the page is.
    :raises UnreadableSourceError: if the page is too large, or no channel though one is expected.
    """
    tree = parse_html(text)
    if tree is None:
        raise UnreadableSourceError("is an HTML page without anything in it")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise UnreadableSourceError(f"is too large a page: more than {_MOST_ELEMENTS} elements")
    if kind is not SourceKind.PAGE and is_channel(tree):
        return read_channel(tree, origin)
    if kind is SourceKind.CHANNEL:
        raise UnreadableSourceError("is no page of a public channel, or of one that shows no posts outside Telegram")
    return read_page(tree, origin)
