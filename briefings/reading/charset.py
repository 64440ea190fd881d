"""Bytes → letters. What a source says of its own charset is wrong often enough to be held against the letters."""

import codecs
import re
from collections.abc import Iterator

from briefings.reading.values import UnreadableSourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# What Python calls the charsets that are decoded. Of any other charset nothing is believed: «zlib» is a codec, too.
_KNOWN = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6", "mac-arabic", "cp1252", "iso8859-1",
    "iso8859-15", "ascii",
}  # fmt: skip
# Web browsers read these as windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
_WESTERN = {"iso8859-1", "ascii"}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a document says its charset; browsers look at the first 1,024
_ARABIC = re.compile(r"[\u0621-\u064a\u067e\u0686\u06a9\u06af\u06cc]")
_DAMAGE = re.compile(r"[\ufffd\u0080-\u009f]")  # what could not be decoded, and controls that nobody writes
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FEW = 0.02  # share of letters that may be damaged in a text of which the rest is right


def decode(data: bytes, content_type: str | None) -> str:
    """Decode a document that came over HTTP or from a file.

    A byte order mark decides. Without one, UTF-8 decides if all bytes are UTF-8, whatever was declared: no text of
    another charset is that by accident. Otherwise the declared charset, UTF-8 with a few damaged letters and
    windows-1256 are tried in this order. The first one that gives Arabic counts, or else the first one at all.

    :param content_type: the header of the answer, in which a charset may stand.
    :raises UnreadableSourceError: if the bytes are no text.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _check(data.decode(charset, errors="replace").removeprefix("\ufeff"))
    try:
        return _check(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    texts = [data.decode(charset, errors="replace") for charset in _list_charsets(data, content_type)]
    return _check(next((text for text in texts if _is_arabic(text)), texts[0]))


def _list_charsets(data: bytes, content_type: str | None) -> Iterator[str]:
    """Yield the charsets in which the bytes may be, the likeliest first."""
    declared = [found[1] for found in [_IN_HEADER.search(content_type or "")] if found]
    declared += [name.decode() for name in _DECLARED.findall(data[:_HEAD])]
    for name in declared:
        try:
            charset = codecs.lookup(name).name
        except LookupError:
            continue
        if charset in _KNOWN:
            yield "cp1252" if charset in _WESTERN else charset
    yield from ("utf-8", "cp1256")


def _is_arabic(text: str) -> bool:
    """Return whether Arabic is what a text has beside ASCII, and next to nothing is damaged."""
    foreign = len(_FOREIGN.findall(text))
    arabic, damaged = len(_ARABIC.findall(text)), len(_DAMAGE.findall(text))
    return 2 * arabic >= foreign and damaged <= _FEW * foreign


def _check(text: str) -> str:
    head = text[:_HEAD]
    if len(_CONTROL.findall(head)) > _FEW * len(head):
        raise UnreadableSourceError("is binary, not text")
    return text
