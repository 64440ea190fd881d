"""Split an article into sentences, find what each is for, and read the imprint off the lines around the news."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.model import Article, Role
from briefings.parsing.limits import Allowance, check_is_report, check_language
from briefings.story import Story
from briefings.text import ParsedText, fold, lexicon, outlet_index, split_sentences, split_words

_SOURCE = re.compile(r"^(?:ال)?مصدر(?: الخبر)? ?[:/] ?|^\(?(?:نقلا عن|المصادر ?:) ")
_CREDIT = re.compile(rf"^{lexicon.alternation('credits')}(?: ارشيفيه)? ?(?:[:/]|$)|^\(?ارشيفيه\)?$")
_BYLINE = re.compile(rf"^{lexicon.alternation('bylines')}(?: ?[:/]| )")
_AGENCIES = re.compile(r"^(?:و)?(?:وكالات|وكالات الانباء|متابعات)$")
_AGENCY = re.compile(r"^وكاله ")
_DASH = re.compile(r"\s*[-–—/|]\s*")
_TITLE = 20  # words that a title may have
_LONGEST = 20  # letters of a word; those of a line have fewer on the average
_END = (".", "!", "؟", "?", ":", "…", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes an article, and whose copy it is, as far as its own lines say."""

    outlet: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of an article: its offset there, its role, and itself, parsed."""

    start: int
    role: Role
    text: ParsedText

    @property
    def end(self) -> int:
        """The offset of its end in the article."""
        return self.start + len(self.text.raw)


@dataclass(frozen=True, slots=True)
class Document:
    """An article, split once; all later steps read its parts."""

    parts: tuple[Part, ...]
    imprint: Imprint

    def body(self) -> Iterator[Part]:
        """Yield the sentences that can become news."""
        return (part for part in self.parts if part.role is Role.BODY)


def split_article(article: Article, story: Story) -> Document:
    """Split the body of an article into sentences with their roles; read the imprint off those that are no news.

    :raises UnreadableError: if the article is not in Arabic, or is an opinion article.
    """
    check_language(article)
    check_is_report(article)
    lines = list(_lines(article))
    parts: list[Part] = []
    imprint = Imprint(outlet=article.outlet)
    allowance = Allowance()
    for index, (start, raw) in enumerate(lines):
        if allowance.is_used_up:
            end = lines[-1][0] + len(lines[-1][1])
            parts.append(Part(start, Role.UNREAD, ParsedText(article.text[start:end])))
            break
        allowance.take_line()
        line = ParsedText(raw)
        edge = index < 2 or index >= len(lines) - 3
        role, signed = _line_role(line, story, first=index == 0, edge=edge, alone=len(lines) == 1)
        imprint = Imprint(imprint.outlet or signed.outlet, imprint.agency or signed.agency)
        if role is Role.BODY:
            for begin, stop in split_sentences(raw):
                if allowance.is_used_up:
                    parts.append(Part(start + begin, Role.UNREAD, ParsedText(raw[begin:])))
                    break
                sentence = line.cut(begin, stop)
                role = _sentence_role(sentence) if allowance.grants(sentence.raw) else Role.UNREAD
                parts.append(Part(start + begin, role, sentence))
        else:
            parts.append(Part(start, role, line))
    return Document(tuple(parts), imprint)


def _lines(article: Article) -> Iterator[tuple[int, str]]:
    """Yield the lines with letters in them: offset in the article, and the line without the spaces around it."""
    position = article.body_start
    for line in article.text[article.body_start :].splitlines(keepends=True):
        stripped = line.strip()
        if any(char.isalnum() for char in stripped):
            yield position + line.index(stripped), stripped
        position += len(line)


def _sentence_role(sentence: ParsedText) -> Role:
    if lexicon.holds("engagement", sentence):
        return Role.ENGAGEMENT
    return Role.LINK if lexicon.opens("links", sentence) else Role.BODY


def _line_role(line: ParsedText, story: Story, *, first: bool, edge: bool, alone: bool) -> tuple[Role, Imprint]:
    raw = line.raw
    if lexicon.opens("links", line):
        return Role.LINK, Imprint()
    brief = len(raw) <= _TITLE * _LONGEST  # a longer one is asked sentence by sentence
    if brief and lexicon.holds("engagement", line) and len(split_sentences(raw)) == 1:
        return Role.ENGAGEMENT, Imprint()
    if (match := _SOURCE.match(line.folded)) and not _is_longer(line, 10):
        return Role.SOURCE_LINE, _read_imprint(raw[line.offsets[match.end()] :], story, named=True)
    if _CREDIT.match(line.folded):
        return Role.SOURCE_LINE, Imprint()
    signature = Role.BYLINE if first else Role.SOURCE_LINE
    if edge and not raw.endswith(_END) and not alone and not _is_longer(line, 8):
        imprint = _read_imprint(raw, story, named=False)
        if imprint != Imprint() or _BYLINE.match(line.folded):
            return signature, imprint
    untitled = raw.endswith(_END) or alone or _is_longer(line, _TITLE if first else 9)
    return (Role.BODY if untitled else Role.SUBHEAD), Imprint()


def _is_longer(line: ParsedText, words: int) -> bool:
    """Return whether a line has more words than so many; a paragraph is not split to see it."""
    return len(line.raw) > words * _LONGEST or len(line.words) > words


def _read_imprint(line: str, story: Story, *, named: bool) -> Imprint:
    """Read «X - وكالات», «X-الأناضول», «المصدر: X».

    :param named: whether the line says that a name follows.
    """
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
