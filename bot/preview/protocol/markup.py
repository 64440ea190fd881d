"""Telegram's HTML: what ``parse_mode=HTML`` accepts, and the words of a refusal.

The rules are the Bot API's («HTML style») and those of TDLib's own parser. The error texts are TDLib's, with positions
in bytes. One rule is stricter: a blockquote in a blockquote is refused, not dropped.
"""

import re
import string
from dataclasses import dataclass, replace

from bot.preview.protocol.entities import Entity, FormattedText, sort_entities, utf16_length
from bot.preview.protocol.faults import ApiError, bad_request
from bot.preview.protocol.links import check_link

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
# The attribute that matters in each tag; others are skipped.
_ARGUMENTS = {
    "a": "href",
    "code": "class",
    "span": "class",
    "blockquote": "expandable",
    "tg-emoji": "emoji-id",
    "tg-time": "unix",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]+)|#(?P<decimal>[0-9]+)|(?P<name>[A-Za-z]+));?")
_SPACE = frozenset(" \t\r\n\v\0")
_NAME_ENDS = _SPACE | frozenset("=>/\"'")
_TOKEN = frozenset(string.ascii_letters + string.digits + ".-")
_PLAIN = re.compile("[^<&]+")
_IN_QUOTES = {'"': re.compile('[^"&]+'), "'": re.compile("[^'&]+")}
_END = ""  # behind the last character


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str | None
    offset: int  # UTF-16 units
    start: int  # characters of the output


def parse_html(source: str) -> FormattedText:
    """Parse a message in HTML into text and entities. Raises ``ApiError`` (400) if Telegram refuses it."""
    return _Parser(source).parse()


def _plain_lower(text: str) -> str:
    return "".join(c.lower() if c in string.ascii_uppercase else c for c in text)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.output: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> FormattedText:
        while self._peek() != _END:
            if self._peek() != "<":
                self._write(self._read_text(_PLAIN))
            elif self._peek(1) == "/":
                self._close_tag()
            else:
                self._open_tag()
        if self.open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        # A language belongs to a block of code only.
        entities = [replace(each, language=None) if each.type == "code" else each for each in self.entities]
        return FormattedText("".join(self.output), tuple(sort_entities(entities)))

    # Reading

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else _END

    def _read_until(self, stops: frozenset[str]) -> str:
        start = self.at
        while self._peek() not in stops and self._peek() != _END:
            self.at += 1
        return self.source[start : self.at]

    def _skip_space(self) -> None:
        while self._peek() in _SPACE:
            self.at += 1

    def _read_text(self, plain: re.Pattern[str]) -> str:
        """Read plain text, or the character of a reference; an unknown reference is plain text."""
        if match := plain.match(self.source, self.at):
            self.at = match.end()
            return match[0]
        if self._peek() == "&" and (match := _REFERENCE.match(self.source, self.at)):
            character = _referred(match)
            if character is not None:
                self.at = match.end()
                return character
        self.at += 1
        return self.source[self.at - 1]

    def _write(self, text: str) -> None:
        self.output.append(text)
        self.offset += utf16_length(text)

    def _byte(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    # Tags

    def _open_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = _plain_lower(self._read_until(_SPACE | {">"}))
        if self._peek() == _END:
            raise _refused(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _TYPES:
            raise _refused(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = self._read_attributes(tag, begin)
        if tag == "span" and argument != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        if tag == "tg-emoji" and not (argument or "").isdecimal():
            raise _refused("Invalid custom emoji identifier specified")
        if tag == "blockquote" and any(outer.tag == "blockquote" for outer in self.open):
            raise _refused(f"Nested blockquote at byte offset {self._byte(begin)}")
        self.open.append(_Open(tag, argument, self.offset, len(self.output)))

    def _read_attributes(self, tag: str, begin: int) -> str | None:
        """Read attributes up to the closing bracket; return the value of the one that matters for this tag."""
        argument = None
        while True:
            self._skip_space()
            if self._peek() == ">":
                self.at += 1
                return argument
            name = self._read_until(_NAME_ENDS)
            if not name:
                raise _refused(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            if self._peek() == _END:
                raise _refused(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            value = self._read_value(tag, begin)
            if name == _ARGUMENTS.get(tag):
                argument = value

    def _read_value(self, tag: str, begin: int) -> str:
        self._skip_space()
        if self._peek() == "=":
            self.at += 1
            self._skip_space()
        elif self._peek() != _END:
            return ""
        if self._peek() == _END:
            raise _refused(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._read_quoted() if self._peek() in {'"', "'"} else self._read_token()
        if self._peek() == _END:
            raise _refused(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _read_quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = []
        while self._peek() not in {quote, _END}:
            value.append(self._read_text(_IN_QUOTES[quote]))
        self.at += self._peek() == quote
        return "".join(value)

    def _read_token(self) -> str:
        start = self.at
        while self._peek() in _TOKEN:
            self.at += 1
        if self._peek() not in _SPACE | {">", _END}:
            raise _refused(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return _plain_lower(self.source[start : self.at])

    def _close_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _refused(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 2
        tag = _plain_lower(self._read_until(_SPACE | {">"}))
        self._skip_space()
        if self._peek() != ">":
            raise _refused(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag not in {"", opened.tag}:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _refused(f"Unmatched end tag at byte offset {self._byte(begin)}, {expected}")
        if self.offset > opened.offset:
            self._mark(opened)

    def _mark(self, opened: _Open) -> None:
        kind, offset, length = _TYPES[opened.tag], opened.offset, self.offset - opened.offset
        argument = opened.argument or ""
        match opened.tag:
            case "a":
                url = check_link(argument or "".join(self.output[opened.start :]))
                if url is not None:
                    self.entities.append(Entity(kind, offset, length, url=url))
            case "tg-emoji":
                self.entities.append(Entity(kind, offset, length, custom_emoji_id=argument))
            case "tg-time":
                if argument.isdecimal():
                    self.entities.append(Entity(kind, offset, length, unix_time=int(argument)))
            case "blockquote" if opened.argument is not None:
                self.entities.append(Entity("expandable_blockquote", offset, length))
            case "pre":
                self._mark_pre(offset, length)
            case "code" if argument.startswith("language-"):
                language = argument.removeprefix("language-")
                self.entities.append(Entity(kind, offset, length, language=language))
            case _:
                self.entities.append(Entity(kind, offset, length))

    def _mark_pre(self, offset: int, length: int) -> None:
        """Mark <pre>; with <code class="language-…"> over the same text it is one entity."""
        inner = self.entities[-1] if self.entities else None
        if inner and inner.language and (inner.offset, inner.length) == (offset, length):
            self.entities[-1] = Entity("pre", offset, length, language=inner.language)
        else:
            self.entities.append(Entity("pre", offset, length))


def _referred(match: re.Match[str]) -> str | None:
    if match["name"]:
        return _NAMED.get(match["name"])
    digits = match["hex"] or match["decimal"]
    code = int(digits, 16 if match["hex"] else 10) if len(digits) < 8 else 0
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else None


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
