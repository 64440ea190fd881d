"""Rich messages in HTML, as ``sendRichMessage`` accepts them: checked and parsed into a tree that the page draws.

The limits and the tags are those of the Bot API 10.1 to 10.3. The words of the refusals are the server's own.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from bot.preview.protocol.contents import Content
from bot.preview.protocol.entities import FormattedText
from bot.preview.protocol.faults import ApiError, bad_request

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500
MAX_DEPTH = 16
MAX_MEDIA = 50
MAX_COLUMNS = 20


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENTITIES = _words("lt gt amp quot apos nbsp hellip mdash ndash lsquo rsquo ldquo rdquo")
_VOID = _words("br hr img tg-map")
_MEDIA = _words("img video audio")
_BLOCKS = (
    _words("h1 h2 h3 h4 h5 h6 p hr footer ul ol li details blockquote pre table tr figure tg-collage tg-map") | _MEDIA
)
_PARTS = _words("summary caption th td cite figcaption")
_INLINE = _words("b strong i em u ins s strike del mark sup sub code a br") | _words(
    "tg-spoiler tg-reference tg-time tg-emoji tg-button"
)
# A cell, a heading, a summary hold a line of text, not blocks.
_LINES = frozenset({"th", "td", "caption", "summary", "cite", "figcaption", *(f"h{level}" for level in range(1, 7))})
_PARENTS = {
    "li": {"ul", "ol"},
    "tr": {"table"},
    "th": {"tr"},
    "td": {"tr"},
    "caption": {"table"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "cite": {"blockquote"},
}
_BAD_REFERENCE = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;)([A-Za-z]+);")

Node = dict[str, Any]


def read_rich(message: Any) -> Content:
    """Return the content of an ``InputRichMessage``, with its words and its HTML. Raises ``ApiError`` (400)."""
    rich = parse_rich(message)
    words = "".join(_list_words(rich["children"])).strip()
    return Content(FormattedText(words), rich=rich, rich_html=message["html"])


def parse_rich(message: Any) -> dict[str, Any]:
    """Parse an ``InputRichMessage`` into a tree: ``{"is_rtl": …, "children": […]}``.

    A child is a text, or ``{"tag": …, "attributes": …, "children": […]}``. Raises ``ApiError`` (400).
    """
    if not isinstance(message, dict):
        raise bad_request("rich_message must be an Object")
    if [name for name in ("html", "markdown", "blocks") if message.get(name)] != ["html"]:
        raise bad_request("rich_message: the preview reads exactly one of html, markdown and blocks, and only html")
    source = message["html"]
    if not isinstance(source, str) or not source.strip():
        raise bad_request("message text is empty")
    if len(source) > MAX_CHARACTERS:
        raise bad_request("rich message is too long")
    for reference in _BAD_REFERENCE.finditer(source):
        if reference[1] not in _ENTITIES:
            raise _refused(f"Unsupported entity {reference[0]}")
    reader = _Reader()
    reader.feed(source)
    reader.close()
    flags = {name: True for name in ("skip_entity_detection",) if message.get(name)}
    return {"is_rtl": bool(message.get("is_rtl")), **flags, "children": reader.finish()}


def _list_words(children: Iterable[Any]) -> Iterator[str]:
    for child in children:
        if isinstance(child, str):
            yield child
        else:
            yield from _list_words(child["children"])
            yield "\n" if child["tag"] in _BLOCKS | _PARTS else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Node = {"tag": "", "attributes": {}, "children": []}
        self.open = [self.root]
        self.blocks = 0
        self.media = 0

    def finish(self) -> list[Any]:
        if len(self.open) > 1:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1]["tag"]}"')
        children: list[Any] = self.root["children"]
        return children

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check(tag)
        node: Node = {"tag": tag, "attributes": {name: value or "" for name, value in attrs}, "children": []}
        self.open[-1]["children"].append(node)
        if tag not in _VOID:
            self.open.append(node)
        if len(self.open) - 1 > MAX_DEPTH:
            raise _refused(f"More than {MAX_DEPTH} levels")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) == 1 or tag in _VOID:
            raise _refused(f'Unexpected end tag "{tag}"')
        node = self.open.pop()
        if node["tag"] != tag:
            raise _refused(f'Unmatched end tag, expected "</{node["tag"]}>", found "</{tag}>"')
        if tag == "tr" and _count_columns(node) > MAX_COLUMNS:
            raise _refused(f"More than {MAX_COLUMNS} columns")

    def handle_data(self, data: str) -> None:
        self.open[-1]["children"].append(data)

    def _check(self, tag: str) -> None:
        if tag not in _BLOCKS | _PARTS | _INLINE:
            raise _refused(f'Unsupported start tag "{tag}"')
        parent = self.open[-1]["tag"]
        if parent not in _PARENTS.get(tag, {parent}):
            raise _refused(f'Tag "{tag}" is not allowed in "{parent}"')
        if tag in _BLOCKS and any(outer["tag"] in _LINES | _INLINE for outer in self.open):
            raise _refused(f'Tag "{tag}" is not allowed in a line of text')
        self.blocks += tag in _BLOCKS
        self.media += tag in _MEDIA
        if self.blocks > MAX_BLOCKS:
            raise _refused(f"More than {MAX_BLOCKS} blocks")
        if self.media > MAX_MEDIA:
            raise _refused(f"More than {MAX_MEDIA} media")


def _count_columns(row: Node) -> int:
    cells = [child for child in row["children"] if isinstance(child, dict)]
    spans = (str(cell["attributes"].get("colspan", "1")) for cell in cells)
    return sum(int(span) if span.isdecimal() else 1 for span in spans)


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse rich message: {reason}")
