"""Find numbers in Arabic text: how many, how exactly, and of what."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.model import FigureMention, Qualifier, Span
from briefings.story import Counted, Story
from briefings.text import (
    NUMBER_OPENERS,
    ParsedText,
    Word,
    fold,
    lexicon,
    once,
    read_cardinal,
    read_scaled,
    word_forms,
    words_with_form,
)

# What is counted in any story; a story file adds its own.
COMMON = tuple(Counted(**counted) for counted in lexicon.entries("counted"))

_VAGUE: dict[str, int] = {fold(word): value for word, value in lexicon.entries("vague_numbers")}
_QUALIFIERS = (Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.ABOUT)
_QUALIFIER = "|".join(f"(?P<{kind}>{lexicon.alternation(kind)})" for kind in _QUALIFIERS)
_QUALIFIED = re.compile(rf"(?:^|\s)(?:و|ف|ب|ل)?(?:{_QUALIFIER})\s+(?:ال)?$")
_QUALIFIER_WORDS = 4  # that the longest of them has
_NOT_COUNTED = lexicon.words("not_counted")
_NO_UNIT = lexicon.words("no_unit")
_PERCENT = re.compile(r"\s*(?:[%٪]|في (?:ال)?م(?:ئ|ائ)ه)")
_AT_LEAST, _AT_MOST = (fold(phrase).split() for phrase in ("على الأقل", "على الأكثر"))
_PER_DAY = re.compile(lexicon.alternation("per_day"))
_IN_TOTAL = re.compile(lexicon.alternation("in_total"))


@dataclass(frozen=True, slots=True)
class _Number:
    first: int  # words, inclusive
    last: int
    value: int
    vague: bool


@lru_cache(maxsize=16)
def counted_things(story: Story) -> tuple[Counted, ...]:
    """List what the story counts: its own first, then what any story does."""
    own = {counted.key for counted in story.figures}
    return (*story.figures, *(counted for counted in COMMON if counted.key not in own))


def find_figures(
    text: ParsedText, article: str, start: int, story: Story, taken: Sequence[Span] = ()
) -> tuple[FigureMention, ...]:
    """Find the figures of a clause that count something the story knows, in order.

    :param start: offset of ``text`` in the article, added to every span.
    :param taken: spans of the dates found in it; their numbers are no figures.
    """
    words = text.words
    figures = []
    for number in _read_numbers(text):
        first, end = words[number.first].start, words[number.last].end
        if any(span.start - start < end and first < span.end - start for span in taken):
            continue
        begin, qualifier = _find_qualifier(text, number.first)
        about = _what_is_counted(text, number, begin, story)
        if about is None:
            continue
        unit, last = _unit(text, number)
        last, qualifier = _trailing_qualifier(words, last, qualifier)
        span = Span(article, start + begin, start + words[last].end, text.raw[begin : words[last].end])
        exactness = Qualifier.VAGUE if number.vague else qualifier
        figures.append(FigureMention(span, number.value, exactness, about, unit, _find_period(text, about)))
    return tuple(figures)


def _find_period(text: ParsedText, about: str) -> str | None:
    """Find over which period a clause counts; only of detentions «day» is told."""
    if about == "detained" and _PER_DAY.search(text.folded):
        return "day"
    return "total" if _IN_TOTAL.search(text.folded) else None


def find_numbers(text: ParsedText, taken: Sequence[tuple[int, int]] = ()) -> frozenset[int]:
    """Find every number in a text, whatever it counts, in digits or in words.

    :param taken: stretches (start, end) whose numbers are left out.
    """
    words = text.words
    return frozenset(
        number.value
        for number in _read_numbers(text)
        if not any(start < words[number.last].end and words[number.first].start < end for start, end in taken)
    )


@once
def _read_numbers(text: ParsedText) -> Sequence[_Number]:
    """Read the numbers of a text, in order."""
    words = text.words
    numbers: list[_Number] = []
    beginnings = [
        index
        for index, word in enumerate(words)
        if (folded := word.folded) in _NUMBER_WORDS or folded[1:] in NUMBER_OPENERS or folded[0].isdecimal()
    ]
    for index in beginnings:
        if (not numbers or index > numbers[-1].last) and (number := _read_number(words, index)):
            numbers.append(number)
    return numbers


def _read_number(words: Sequence[Word], index: int) -> _Number | None:
    """Read digits with a scale, a vague plural, or number words; a bare «واحد» is no figure."""
    folded = words[index].folded
    vague = _find_vague(folded)
    if vague:
        return _Number(index, index, vague, vague=True)
    number = read_scaled(words, index) or read_cardinal(words, index)
    counts = number and (number.value > 1 or folded[0].isdecimal())
    return _Number(index, number.last, number.value, vague=False) if number and counts else None


def _begins_number(folded: str) -> bool:
    return folded in _NUMBER_WORDS or folded[1:] in NUMBER_OPENERS or folded[0].isdecimal()


def _find_vague(folded: str) -> int | None:
    return max((_VAGUE[form] for form in word_forms(folded) if form in _VAGUE), default=None)


_NUMBER_WORDS = NUMBER_OPENERS | {
    word for form in _VAGUE for word in words_with_form(form) if _find_vague(word) is not None
}


def _find_qualifier(text: ParsedText, number: int) -> tuple[int, Qualifier]:
    """Find where the figure begins with its qualifier, and which that is.

    :param number: the first word of the number.
    """
    end = text.words[number].start
    for word in text.words[max(0, number - _QUALIFIER_WORDS) : number]:
        match = _QUALIFIED.fullmatch(text.fold_between(word.start, end))
        if match:
            return word.start, Qualifier(match.lastgroup or Qualifier.EXACTLY)
    return end, Qualifier.EXACTLY


def _trailing_qualifier(words: Sequence[Word], last: int, qualifier: Qualifier) -> tuple[int, Qualifier]:
    """Read «على الأقل» and «على الأكثر» behind the figure."""
    following = [word.folded for word in words[last + 1 : last + 3]]
    if following == _AT_LEAST:
        return last + 2, Qualifier.MORE_THAN
    return (last + 2, Qualifier.LESS_THAN) if following == _AT_MOST else (last, qualifier)


def _unit(text: ParsedText, number: _Number) -> tuple[str, int]:
    """Find the counted noun as written, without its accusative ending, and the last word of the figure."""
    words = text.words
    index = number.last + 1
    if index >= len(words) or words[index].folded in _NO_UNIT or words[index].folded[0].isdecimal():
        return "", number.last
    if text.raw[words[number.last].end : words[index].start].strip():
        return "", number.last  # something stands between them
    bare = re.sub("[\u064b-\u0652]", "", words[index].text)
    accusative = bare.endswith("ا") and (number.value % 100 in range(11, 100) or bare != words[index].text)
    return (bare[:-1] if accusative else bare), index


def _what_is_counted(text: ParsedText, number: _Number, begin: int, story: Story) -> str | None:
    """Find what is counted: by what governs the figure («مقتل 5 جنود»), by the counted noun, or by a word near.

    :param begin: where the figure begins with its qualifier.
    :return: the key of the story's counted thing, or None.
    """
    words = text.words
    before = bisect_right(words, begin, key=_end_of)  # words before the figure
    after = words[number.last + 1 : number.last + 2]
    percent = _PERCENT.match(text.folded, text.find_folded(words[number.last].end))
    if percent or (after and after[0].folded in _NOT_COUNTED):
        return None
    cues = _cues(story)
    nearest = (_cue(word, cues) for word in (*words[max(0, before - 1) : before], *after))
    if key := next(filter(None, nearest), None):
        return key
    for position in range(before - 1, max(-1, before - 12), -1):
        if any(mark in text.raw[words[position].end : words[position + 1].start] for mark in "؛.:"):
            break
        if position and _begins_number(words[position - 1].folded):
            continue  # what another number counts («5 جنود و3 مدنيين») says nothing of this one
        if key := _cue(words[position], cues):
            return key
    return None


def _end_of(word: Word) -> int:
    return word.end


def _cue(word: Word, cues: Mapping[str, tuple[int, str]]) -> str | None:
    return min((cues[form] for form in word_forms(word.folded) if form in cues), default=(0, None))[1]


@lru_cache(maxsize=16)
def _cues(story: Story) -> dict[str, tuple[int, str]]:
    """Map each folded word that says what is counted to the rank and key of what it says."""
    ranked = reversed([*enumerate(counted_things(story))])
    return {fold(word): (rank, counted.key) for rank, counted in ranked for word in counted.words}
