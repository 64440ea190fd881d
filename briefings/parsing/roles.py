"""What each sentence of an article is for, and whose article it is by what stands around the news."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefings.model import Article, Role
from briefings.story import Outlet, Story
from briefings.text import lexicon
from briefings.text.arabic import fold, fold_with_offsets, split_sentences, split_words
from briefings.text.gazetteer import PhraseIndex

_SOURCE = re.compile(r"^(?:ال)?مصدر(?: الخبر)? ?[:/] ?|^\(?(?:نقلا عن|المصادر ?:) ")
_CREDIT = re.compile(rf"^{lexicon.alternation('credits')}(?: ارشيفيه)? ?(?:[:/]|$)|^\(?ارشيفيه\)?$")
_BYLINE = re.compile(rf"^{lexicon.alternation('bylines')}(?: ?[:/]| )")
_AGENCIES = re.compile(r"^(?:و)?(?:وكالات|وكالات الانباء|متابعات)$")
_AGENCY = re.compile(r"^وكاله ")
_DASH = re.compile(r"\s*[-–—/|]\s*")
_TITLE = 20  # words that one may have
_LONGEST = 20  # letters of a word; those of a line have fewer on the average
_END = (".", "!", "؟", "?", ":", "…", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes an article, and whose copy it is, as far as its own lines say."""

    outlet: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence's offsets in its article, and its role."""

    start: int
    end: int
    role: Role


def split_article(article: Article, story: Story) -> tuple[tuple[Part, ...], Imprint]:
    """Split an article's body into sentences with their roles, and read its imprint off those that are no news."""
    lines = list(_lines(article))
    parts: list[Part] = []
    imprint = Imprint(outlet=article.outlet)
    for index, (start, end) in enumerate(lines):
        line = article.text[start:end]
        edge = index < 2 or index >= len(lines) - 3
        role, signed = _line_role(line, story, first=index == 0, edge=edge, alone=len(lines) == 1)
        imprint = Imprint(imprint.outlet or signed.outlet, imprint.agency or signed.agency)
        if role is Role.BODY:
            for begin, stop in split_sentences(line, start):
                parts.append(Part(begin, stop, _sentence_role(article.text[begin:stop])))
        else:
            parts.append(Part(start, end, role))
    return tuple(parts), imprint


def _lines(article: Article) -> Iterator[tuple[int, int]]:
    position = article.body_start
    for line in article.text[article.body_start :].splitlines(keepends=True):
        stripped = line.strip()
        if any(char.isalnum() for char in stripped):
            start = position + line.index(stripped)
            yield start, start + len(stripped)
        position += len(line)


def _sentence_role(sentence: str) -> Role:
    folded = fold(sentence)
    if lexicon.pattern("engagement").search(folded):
        return Role.ENGAGEMENT
    return Role.LINK if lexicon.pattern("links").match(folded) else Role.BODY


def _line_role(line: str, story: Story, *, first: bool, edge: bool, alone: bool) -> tuple[Role, Imprint]:
    folded = fold_with_offsets(line)
    if lexicon.pattern("links").match(folded.text):
        return Role.LINK, Imprint()
    brief = len(line) <= _TITLE * _LONGEST  # a longer one is asked sentence by sentence
    if brief and lexicon.pattern("engagement").search(folded.text) and len(split_sentences(line)) == 1:
        return Role.ENGAGEMENT, Imprint()
    if (match := _SOURCE.match(folded.text)) and not _is_longer(line, 10):
        return Role.SOURCE_LINE, _read_imprint(line[folded.offsets[match.end()] :], story, named=True)
    if _CREDIT.match(folded.text):
        return Role.SOURCE_LINE, Imprint()
    signature = Role.BYLINE if first else Role.SOURCE_LINE
    if edge and not line.endswith(_END) and not alone and not _is_longer(line, 8):
        imprint = _read_imprint(line, story, named=False)
        if imprint != Imprint() or _BYLINE.match(folded.text):
            return signature, imprint
    untitled = line.endswith(_END) or alone or _is_longer(line, _TITLE if first else 9)
    return (Role.BODY if untitled else Role.SUBHEAD), Imprint()


def _is_longer(line: str, words: int) -> bool:
    """Whether a line has more words than so many; a paragraph is not split to see it."""
    return len(line) > words * _LONGEST or len(split_words(line)) > words


@lru_cache(maxsize=16)
def outlet_index(story: Story) -> PhraseIndex[Outlet]:
    """The outlets and agencies of a story, under every spelling."""
    return PhraseIndex((spelling, outlet) for outlet in story.outlets for spelling in (outlet.name, *outlet.spellings))


def _read_imprint(line: str, story: Story, *, named: bool) -> Imprint:
    """«X - وكالات», «X-الأناضول», «المصدر: X»; ``named`` where the line says that a name follows."""
    outlet = agency = None
    pieces = [piece.strip(" ().") for piece in _DASH.split(line) if piece.strip(" ().")]
    for piece in pieces:
        words = split_words(piece)
        known = next(
            (found for found in outlet_index(story).find(words) if found.last - found.first + 1 == len(words)),
            None,
        )
        if known and known.value.agency:
            agency = known.value.name
        elif known:
            outlet = outlet or known.value.name
        elif _AGENCY.match(fold(piece)) and outlet:
            agency = piece
        elif _AGENCIES.match(fold(piece)):
            agency = agency or ""
        elif named or (len(pieces) > 1 and outlet is None and len(words) <= 4):
            outlet = outlet or piece
    if agency is None and not named and outlet not in {known.name for known in story.outlets}:
        return Imprint()  # a dash alone makes no imprint: «الرئيس - عاجل»
    return Imprint(outlet or (agency or None), agency or None)
