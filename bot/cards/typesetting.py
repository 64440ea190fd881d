"""Cards → PNG and PDF, through Typst. Texts reach it as JSON, never as markup.

Threads may call these functions side by side. Each thread has its own compiler, because a compiler must not be shared.
The fonts are read once. Typst releases the interpreter lock while it works.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Literal

import typst

from bot.cards.texts import LONGEST, clean, let_break, safe_url
from bot.cards.values import Card, FiguresCard, Paper, Theme, TimelineCard
from bot.rendering.truncation import truncate

_SHEETS = Path(__file__).parent
_FONTS = Path(str(resources.files("fontpkg_ibm_plex_sans_arabic").joinpath("files")))
_EPOCH = 0  # a paper prints its date itself
_MAX_TEXT = 300  # characters; no update is as long
_MAX_SOURCES = 600
_FLOWING = {"text", "related"}  # of a paper: they may continue on the next page
_LONGEST_WORD = {"when": 9}  # characters, in a narrow column
_SHARE = 10**6  # the length of a bar, in millionths of the longest bar

_local = threading.local()


def draw_timeline(card: TimelineCard, theme: Theme) -> bytes:
    """Draw a PNG, 1080 pixels wide: the days down a rail, as many of the newest as fit."""
    return _compile("timeline.typ", "png", card, theme)


def draw_figures(card: FiguresCard, theme: Theme) -> bytes:
    """Draw a PNG, 1080 pixels wide: a bar a value, as many charts as fit, of a long chart the newest values."""
    return _compile("figures.typ", "png", card, theme)


def print_paper(paper: Paper) -> bytes:
    """Print a PDF, A4, with text that can be selected and searched, and with links."""
    return _compile("paper.typ", "pdf", paper, Theme.LIGHT)


def fingerprint(card: Card, theme: Theme | None = None) -> str:
    """Return the fingerprint of a card and of everything that shapes it: equal fingerprints mean equal bytes."""
    content = json.dumps([type(card).__name__, asdict(card), theme, _fingerprint_of_sheets()])
    return sha256(content.encode()).hexdigest()


def _compile(sheet: str, kind: Literal["png", "pdf"], card: Card, theme: Theme) -> bytes:
    data = _to_data(asdict(card))
    made = _compiler().compile(
        str(_SHEETS / sheet),
        format=kind,
        ppi=72,  # a point is a pixel
        sys_inputs={"card": json.dumps(data), "theme": theme},
        timestamp=_EPOCH,
    )
    if not isinstance(made, bytes):
        raise TypeError("a picture has one page")
    return made


def _compiler() -> typst.Compiler:
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=str(_SHEETS), font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the package, and those inside Typst for letters that the package lacks."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])


@cache
def _fingerprint_of_sheets() -> str:
    sheets = sorted([*_SHEETS.glob("*.typ"), *_SHEETS.glob("*.py")])
    versions = [metadata.version(name) for name in ("typst", "fontpkg-ibm-plex-sans-arabic")]
    return sha256(b"".join(path.read_bytes() for path in sheets) + repr(versions).encode()).hexdigest()


def _to_data(value: Any, name: str = "") -> Any:
    """Return values as the sheets read them: texts are safe to typeset, bars have their share of the longest bar."""
    if isinstance(value, str):
        return _to_text(value, name)
    if isinstance(value, Mapping):
        data = {key: _to_data(each, key) for key, each in value.items()}
        return data | {"bars": _to_shares(value["bars"], data["bars"])} if "bars" in data else data
    if isinstance(value, tuple):
        return [_to_data(each, name) for each in value]
    if isinstance(value, bool):
        return value
    return str(value)  # as the page shows it; a number of JSON has 64 bits


def _to_text(text: str, name: str) -> str:
    if name == "url":
        return safe_url(text)
    text = clean(text)
    if name not in _FLOWING:
        text = truncate(text, _MAX_SOURCES if name == "sources" else _MAX_TEXT)
    return let_break(text, _LONGEST_WORD.get(name, LONGEST))


def _to_shares(bars: Sequence[Mapping[str, Any]], data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    values = [max(0, bar["value"]) if bar["drawn"] else 0 for bar in bars]
    most = max([*values, 1])
    return [{**bar, "share": value * _SHARE // most} for bar, value in zip(data, values, strict=True)]
