"""Telegram HTML: fill templates, make texts safe and right-to-left, measure them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from html import unescape
from importlib import resources
from textwrap import wrap

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.rendering import wording
from bot.rendering.truncation import truncate
from briefings.text.arabic import BIDI_CONTROLS
from storage.model.values import Digits, Format

_CONTROLS = re.compile(f"[{BIDI_CONTROLS}\ud800-\udfff]")  # and lone surrogates, which Telegram refuses
_BLANKS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# A run of Latin, Greek or Cyrillic letters with the characters between them and the digits before them, without
# brackets and punctuation at its ends. A run ends before a «/» or «@» that begins a word: if an isolate stands between
# them, Telegram makes no command or mention out of the words of an article.
_LEFT = "A-Za-zÀ-ʯͰ-ԯḀ-ỿ"
_INSIDE = rf"(?!(?<![\w/])/\w|(?<!\w)[@#]\w)[{_LEFT}0-9 .,:/?=&%#@_'+-]"
_LATIN = re.compile(rf"(?:[0-9][0-9.,]{{0,15}})?[{_LEFT}](?:(?:{_INSIDE})*[{_LEFT}0-9])?")
_LEFT_WORD = re.compile(f"[{_LEFT}]+")
# A tag, a character reference or an isolated run; or else a piece of text.
_AS_IT_IS = re.compile(r"(<[^>]*>|\u2068[^\u2069]*\u2069|&#?\w+;)|([^<\u2068&]+|[\u2068&])")
_RICH_BLOCK = re.compile(r"</?(?:h[1-6]|table|caption|tr|details|summary|blockquote|hr|footer|p|ul|li)\b")
_BLANK_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^>]*>")
_LEADING_TAGS = re.compile(r"(?:<[^>]*>)*")
_RLM = "\u200f"
_MAX_ECHO = 60


def fill_template(file: str, format_: Format, values: Mapping[str, object]) -> str:
    """Render a file of ``templates/`` into Telegram HTML, or into the HTML of rich messages.

    The file describes the message. ``plain.j2`` or ``rich.j2``, which the file calls ``b``, draws its parts.
    """
    blocks = _ENVIRONMENT.get_template(f"{format_}.j2").module
    raw = _ENVIRONMENT.get_template(file).render(values, b=blocks)
    text = start_right(_BLANK_LINES.sub("\n\n", raw).strip())
    return text if format_ is Format.PLAIN else _join_rich(text)


def show_digits(html: str, digits: Digits) -> str:
    """Return a message in these digits; URLs, and numbers inside Latin words, stay as they are."""
    return _AS_IT_IS.sub(lambda part: part[1] or wording.write_digits(part[2], digits), html)


def clean(text: str) -> str:
    """Return a text from outside on one line, without bidi controls, which could reorder the words around it."""
    return " ".join(_CONTROLS.sub("", _BLANKS.sub(" ", text)).split())


def echo(text: str) -> str:
    """Return a reader's own words for quoting: cleaned and truncated."""
    return truncate(clean(text), _MAX_ECHO)


def cut(text: str, limit: int) -> str:
    """Return a text from outside, cleaned and truncated to ``limit`` UTF-16 units as it is shown.

    >>> cut("وكالة أنباء بعيدة", 13)
    'وكالة أنباء…'
    """
    return truncate(clean(text), limit, _measure)


def isolate(text: str) -> str:
    """Wrap Latin runs in FSI … PDI, so that they disturb no Arabic beside them."""
    return _LATIN.sub(lambda run: f"\u2068{run.group()}\u2069", text)


def start_right(html: str) -> str:
    """Begin every line whose first strong letter is not Arabic with a right-to-left mark."""
    return "\n".join(_start_line_right(line) for line in html.split("\n"))


def visible_units(html: str) -> int:
    """Return the length after entity parsing, in UTF-16 units: Telegram's limit of 4096 counts these."""
    return count_units(unescape(_TAG.sub("", html)))


def split_plain(html: str, limit: int = 4096) -> list[str]:
    """Split the text of a message, without formatting, into parts of at most ``limit`` UTF-16 units, between lines."""
    parts: list[str] = []
    for line in unescape(_TAG.sub("", html)).split("\n"):
        for piece in _cut(line, limit):
            if parts and count_units(f"{parts[-1]}\n{piece}") <= limit:
                parts[-1] += f"\n{piece}"
            else:
                parts.append(piece)
    return [part for part in (part.strip() for part in parts) if part]


def count_units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def bound_units(text: str) -> int:
    """Return an upper bound of the units of a text in a message, without rendering: its Latin words may be isolated."""
    return count_units(text) + 2 * len(_LEFT_WORD.findall(text))


def _measure(text: str) -> int:
    """Return the UTF-16 units of a text as it is shown: a letter takes four at most, isolated."""
    return count_units(isolate(text))


def _join_rich(text: str) -> str:
    """Make blocks of lines: a line without a block is a paragraph, items in a row are a list."""
    blocks: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if not line.startswith("<li>"):
            blocks.append(line if _RICH_BLOCK.match(line) else f"<p>{line}</p>")
        elif blocks and blocks[-1].startswith("<ul>"):
            blocks[-1] = f"{blocks[-1].removesuffix('</ul>')}{line}</ul>"
        else:
            blocks.append(f"<ul>{line}</ul>")
    return "\n".join(blocks)


def _cut(line: str, limit: int) -> list[str]:
    """Split a line that is too long between words."""
    if count_units(line) <= limit:
        return [line]
    return wrap(line, limit // 2)  # a character has two units at most


def _start_line_right(line: str) -> str:
    # Isolated letters count: the bidi algorithm skips them, but not every client does so to align a line.
    shown = unescape(_TAG.sub("", line))
    for char in shown:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return line
        if direction == "L":
            break
    else:
        if not shown.strip():
            return line
    tags = _LEADING_TAGS.match(line)
    end = tags.end() if tags else 0
    return f"{line[:end]}{_RLM}{line[end:]}"


def _finalize(value: object) -> object:
    """Clean and isolate every text that a template shows, unless the template says `verbatim`."""
    return isolate(clean(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _verbatim(value: str) -> Markup:
    """Escape a text and change nothing else: for commands and URLs."""
    return Markup(escape(value))  # noqa: S704 - escaped right here


def _mark(text: str, spans: Sequence[tuple[int, int]], tag: str = "u") -> Markup:
    """Mark parts (start, end) of a text from outside; the parts are in order."""
    if not spans:
        return _show(clean(text))
    marked, at = Markup(), 0
    for start, end in spans:
        marked += _show(text[at:start]) + Markup("<{0}>{1}</{0}>").format(tag, _show(text[start:end]))
        at = end
    return marked + _show(text[at:])


def _show(part: str) -> Markup:
    return escape(isolate(_CONTROLS.sub("", part)))


def _load(name: str) -> str:
    return resources.files("bot.rendering").joinpath("templates", name).read_text(encoding="utf-8")


_ENVIRONMENT = Environment(
    loader=FunctionLoader(_load),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_finalize,
)
_ENVIRONMENT.filters |= {"verbatim": _verbatim, "superscript": wording.superscript}
_ENVIRONMENT.globals |= {
    "count": wording.count,
    "label": wording.label,
    "marked": _mark,
    "nbsp": Markup("\u00a0"),
    "say_date": wording.say_date,
}
