"""Texts from outside → texts that can be typeset: no hidden characters, no word wider than its column."""

import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs"}  # with the bidi controls
_JOINERS = "\u200c\u200d"  # they shape Arabic letters
_PICTOGRAPHS = re.compile("[\ufe00-\ufe0f\U0001f000-\U0001ffff]")  # no typeface here has them
LONGEST = 20  # so many of the widest letter fit on a line
_WIDE = re.compile("[\ufdf0-\ufdfd\u2e3a\u2e3b]")  # whole phrases in a character: ﷽
_MARKS = 3  # on one letter: shadda, a vowel, a small alif
_BREAK = "\u200b"
_URL = re.compile(r"https?://[!-~]{1,2000}")


def clean(text: str) -> str:
    """Return one line of visible characters.

    >>> clean("نحو \u202e6000\\n شخص \U0001f600")
    'نحو 6000 شخص'
    """
    spaced = " ".join(_PICTOGRAPHS.sub("", text).split())
    return " ".join(_thin_out("".join(filter(_is_seen, spaced))).split())


def let_break(text: str, longest: int = LONGEST) -> str:
    """Let words break that are longer than a line."""
    words = (_BREAK.join(_cut(word, longest // 2)) if len(word) > longest else word for word in text.split(" "))
    return _WIDE.sub(rf"\g<0>{_BREAK}", " ".join(words))


def safe_url(url: str) -> str:
    """Return the URL if a link may lead there; else ""."""
    return url if _URL.fullmatch(url) else ""


def _is_seen(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in _HIDDEN


def _thin_out(text: str) -> str:
    """Remove the marks on a letter beyond the number that any language writes."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)


def _cut(word: str, size: int) -> list[str]:
    """Cut a word into pieces of about this size; no piece begins with a mark."""
    pieces = [""]
    for char in word:
        if len(pieces[-1]) >= size and not unicodedata.combining(char):
            pieces.append("")
        pieces[-1] += char
    return pieces
