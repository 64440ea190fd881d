"""HTML → plain text, and what no text that is kept may hold."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

# Controls but tab and line feed, halves of letters, marks that steer the direction, the hyphen that is seldom seen.
# The joiners \u200c and \u200d stay: with them words and signs are spelled.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_ENDS = re.compile(r" ?\n ?(?:\n ?)+")
_MARKUP = re.compile(r"(?<!<)<+(?=[A-Za-z/!?])")
_REFERENCE = re.compile(r"&(?:#\w{1,8}|[A-Za-z]\w{1,31});")
_ROUNDS = 3  # how often markup may be escaped: some feeds escape it twice

_UNSEEN = frozenset(
    "script style template noscript iframe object embed svg math head title button select textarea audio video canvas "
    "figcaption nav".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main ol p pre section summary table td th tr ul".split()
)


def to_text(source: str) -> str:
    """Return what a reader sees of HTML, or of plain text: paragraphs apart by a blank line, no markup.

    >>> to_text("<p>أول</p><script>x()</script><p>ثان&nbsp;<b>ثالث</b><br>رابع</p>")
    'أول\\n\\nثان ثالث\\nرابع'
    """
    for _ in range(_ROUNDS):
        if _MARKUP.search(source):
            source = _strip(source)
        elif _REFERENCE.search(source):
            source = unescape(source)
        else:
            break
    return _MARKUP.sub("", clean(source))


def to_line(source: str) -> str:
    """Return what a reader sees of HTML, or of plain text, as one line."""
    return " ".join(to_text(source).split())


def clean(text: str) -> str:
    """Return a text without controls; one kind of line ends, no spaces around lines, at most one blank line."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return _MANY_ENDS.sub("\n\n", _SPACES.sub(" ", text)).replace(" \n", "\n").replace("\n ", "\n").strip()


def parse_html(source: str) -> html.HtmlElement | None:
    """Parse HTML; None if there is none. Nothing is loaded, and comments are left out."""
    # A parser for each document: one that several threads share is locked.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        # libxml2 ends at a zero.
        return html.document_fromstring(source.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def text_of(element: etree._Element) -> str:
    """Return what a reader sees of an element, as :func:`to_text` does."""
    return clean("".join(_list_pieces(element)))


def _strip(source: str) -> str:
    root = parse_html(source)
    return "" if root is None else text_of(root)


def _list_pieces(root: etree._Element) -> Iterator[str]:
    """Yield the text of a tree in order, with line feeds where blocks begin and end."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        gap = "\n\n" if element.tag in _BLOCKS else "\n" if element.tag == "br" else ""
        if event == "start":
            if element.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            yield gap
            yield _SPACES.sub(" ", (element.text or "").replace("\n", " "))
        else:
            yield gap if gap == "\n\n" else ""
            if element is not root:
                yield _SPACES.sub(" ", (element.tail or "").replace("\n", " "))
