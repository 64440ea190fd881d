"""What was read of an article, as bytes, so that it is never read twice.

The bytes hold for one article under one set of rules: the code and the word lists of this package, and the story file.
The key names both, so that whatever changes either is read anew. The bytes are data. They run nothing.
"""

import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from briefings.clustering.claim import Claim, Wording
from briefings.extraction.extract import Analysis, DatedLine, Extract, Lead
from briefings.model import Article
from briefings.story import Story

T = TypeVar("T")

_LONGEST = 8 * 1024 * 1024  # bytes that unpack: an article of 25,000 letters takes a tenth
_RULES = (".py", ".toml")


@dataclass(frozen=True, slots=True)
class _Packed:
    """An extract whose leads name their claims by their places: a claim stands in it once."""

    extract: Extract
    leads: tuple[tuple[int, ...], ...]


def make_key(article: Article, story: Story) -> bytes:
    """Return the digest of an article and of the rules by which it is read, in 16 bytes."""
    return blake2b(_encode(article), key=_digest_rules(story), digest_size=16).digest()


def pack(extract: Extract) -> bytes:
    """Return an extract as bytes, checked by a sum."""
    analysis = extract.analysis
    if analysis is None:
        return zlib.compress(_encode(_Packed(extract, ())), 1)
    place = {claim: number for number, claim in enumerate(analysis.claims)}
    leads = tuple(tuple(place[claim] for claim in lead.claims) for lead in analysis.leads)
    bare = replace(analysis, leads=tuple(replace(lead, claims=()) for lead in analysis.leads))
    return zlib.compress(_encode(_Packed(replace(extract, analysis=bare), leads)), 1)


def unpack(body: bytes) -> Extract | None:
    """Return the extract that :func:`pack` packed; None if the bytes are damaged, or of another version."""
    packed = _decode(body, _EXTRACTS)
    analysis = packed.extract.analysis if packed else None
    if packed is None or analysis is None:
        return packed.extract if packed else None
    try:
        return replace(packed.extract, analysis=_join(analysis, packed.leads))
    except (IndexError, ValueError):
        return None


def pack_lines(lines: tuple[DatedLine, ...]) -> bytes:
    """Return the dated lines of an article as bytes, checked by a sum."""
    return zlib.compress(_encode(lines), 1)


def unpack_lines(body: bytes) -> tuple[DatedLine, ...] | None:
    """Return the lines that :func:`pack_lines` packed; None if the bytes are damaged, or of another version."""
    return _decode(body, _LINES)


def _decode(body: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(body, _LONGEST)
        return decoder.decode(raw) if stream.eof else None  # at the end zlib has compared the sum
    except (zlib.error, msgspec.MsgspecError, ValueError):
        return None


def _join(analysis: Analysis, places: Iterable[tuple[int, ...]]) -> Analysis:
    claims = tuple(map(_share_words, analysis.claims))
    leads = (
        _fill(lead, [claims[number] for number in numbers])
        for lead, numbers in zip(analysis.leads, places, strict=True)
    )
    return replace(analysis, claims=claims, leads=tuple(leads), words=_share(analysis.words))


def _fill(lead: Lead, claims: Iterable[Claim]) -> Lead:
    return replace(lead, claims=tuple(claims), words=_share(lead.words), title=_share(lead.title))


def _share_words(claim: Claim) -> Claim:
    """Return a claim whose words are those of all others: thousands of claims are held, of some thousand words."""
    return replace(claim, lemmas=_share(claim.lemmas), names=_share(claim.names))


def _share(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(sys.intern, words))


@cache
def _digest_files() -> bytes:
    """Return a digest of the code and the word lists of this package, and of the language that runs them."""
    digest = blake2b(repr(sys.version_info[:2]).encode(), digest_size=32)
    for entry in sorted(_list_files(resources.files("briefings")), key=str):
        digest.update(entry.read_bytes())
    return digest.digest()


def _list_files(folder: Traversable) -> Iterable[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _list_files(entry)
        elif entry.name.endswith(_RULES):
            yield entry


@lru_cache(maxsize=16)
def _digest_rules(story: Story) -> bytes:
    return blake2b(_digest_files() + story.model_dump_json().encode(), digest_size=32).digest()


def _write_wording(value: object) -> str:
    if isinstance(value, Wording):
        return value.raw
    raise NotImplementedError(type(value).__name__)


def _read_wording(kind: type, value: object) -> Wording:
    if kind is Wording and isinstance(value, str):
        return Wording(value)
    raise NotImplementedError(kind.__name__)


def _encode(value: object) -> bytes:
    # The words of a set come in any order: sorted, the same value has the same bytes.
    return msgspec.msgpack.encode(value, enc_hook=_write_wording, order="deterministic")


_EXTRACTS = msgspec.msgpack.Decoder(_Packed, dec_hook=_read_wording)
_LINES = msgspec.msgpack.Decoder(tuple[DatedLine, ...])
