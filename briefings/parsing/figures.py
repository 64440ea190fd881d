"""Find the figures of a clause: numbers that count what a story counts. Better none than a wrong one.

In Arabic a number that counts stands before its noun; a number behind a noun is its name («الدقيقة 25», «عام 2007»,
«القرار 14»). So a number is a figure only if a counted noun follows, or if what governs the number shows which noun is
left out (:mod:`briefings.parsing.governors`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from briefings.model import FigureMention, Qualifier, Span
from briefings.parsing.counted import HAPPENS, Noun, is_measure, is_person, read_noun
from briefings.parsing.governors import Place, find_counted, find_noun
from briefings.parsing.quantities import (
    GLUED,
    can_count,
    find_qualifier,
    join_numbers,
    read_numbers,
    trailing_qualifier,
)
from briefings.story import Story
from briefings.text import ParsedText, Word, find_country, find_root, fold, lexicon, name_country

_PER_DAY = re.compile(lexicon.alternation("per_day"))
_IN_TOTAL = re.compile(lexicon.alternation("in_total"))
_SENT = "troops"  # whoever sends or withdraws them, theirs they are
_BESIDE = 30  # letters between a figure and «في يوم واحد»
_ADJECTIVES = 2  # words behind a noun among which stands of which country it is
_ANYBODY = lexicon.words("anybody")
_PEOPLES: dict[str, str] = {fold(people): country for people, country in lexicon.entries("peoples")}
_ADJECTIVE = ("ي", "يا", "يه", "يين", "يون", "يات")
_SHORT = 3  # letters that no adjective of a country has
_PLACED = lexicon.words("before_whom_or_where")
_DAYS = lexicon.words("days_between")
_PARTICLES = lexicon.words("no_deed") | GLUED
_ACTS_WITHIN = 8


def find_figures(
    text: ParsedText, article: str, start: int, story: Story, taken: Sequence[Span] = ()
) -> tuple[FigureMention, ...]:
    """Find the figures of a clause that count something the story knows, in order.

    :param start: offset of ``text`` in the article, added to every span.
    :param taken: spans of the dates found in it; their numbers are no figures.
    """
    words = text.words
    figures: list[FigureMention] = []
    last_figure: tuple[str, int, bool] | None = None
    for number in join_numbers(words, read_numbers(text)):
        first, end = words[number.first].start, words[number.last].end
        if any(span.start - start < end and first < span.end - start for span in taken) or not can_count(text, number):
            continue
        begin, qualifier = find_qualifier(text, number.first)
        before = _step_over_glue(words, bisect_right(words, begin, key=_end_of))
        place = Place(text, story, number, begin, before, read_noun(text, number, story), last_figure)
        about = find_counted(place)
        if about is None or (number.vague and about == _SENT):
            continue  # «آلاف الجنود» are a manner of speaking
        last, qualifier = trailing_qualifier(words, place.noun.last, qualifier)
        is_own = find_noun(place) == about
        last_figure = about, last, is_own
        side = _find_side(text, place.noun, is_own=is_own)
        figures.append(
            FigureMention(
                span=Span(article, start + begin, start + words[last].end, text.raw[begin : words[last].end]),
                value=number.value,
                qualifier=Qualifier.VAGUE if number.vague else qualifier,
                about=about,
                unit=place.noun.unit,
                period=_find_period(text, about, begin, words[last].end),
                side=side or (_find_actor(words, before) if about == _SENT else ""),
                deed="" if about in HAPPENS else _find_deed(words, before),
                actor="" if about in HAPPENS else _find_actor(words, before),
            )
        )
    return tuple(figures)


def _find_period(text: ParsedText, about: str, begin: int, end: int) -> str | None:
    """Find over which period a figure counts; only of detentions «day» is told, if it stands near."""
    near = text.fold_between(max(0, begin - _BESIDE), min(len(text.raw), end + _BESIDE))
    if about == "detained" and _PER_DAY.search(near) and not _IN_TOTAL.search(near):
        return "day"
    return "total" if _IN_TOTAL.search(text.folded) else None


def _end_of(word: Word) -> int:
    return word.end


def _step_over_glue(words: Sequence[Word], before: int) -> int:
    """Step back over a clitic that stands before digits as a word of its own («و3 مدنيين»)."""
    return before - 1 if before and words[before - 1].folded in GLUED else before


def _find_side(text: ParsedText, noun: Noun, *, is_own: bool) -> str:
    """Find of which side the counted are: a country, or a group as written; "" if the clause does not say.

    :param is_own: the noun itself says what is counted: «7 من الدبلوماسيين» are of no group.
    """
    words = text.words
    if noun.word is None or is_measure(noun):
        return ""
    if country := _find_people(noun.word):
        return country
    first = next(index for index, word in enumerate(words) if word.start == noun.word.start) + 1
    for index in range(first, min(len(words), first + _ADJECTIVES)):
        if text.raw[words[index - 1].end : words[index].start].strip() or words[index].folded in _PLACED:
            break
        if noun.word.folded.startswith("ال") != words[index].folded.startswith("ال"):
            break  # an adjective is definite with its noun
        country = _find_people(words[index])
        if country and (fold(country) != words[index].folded or noun.word.folded.endswith("ا")):
            return country  # «جنديا تركيا»; «جنود تركيا» would be something else
        if is_person(words[index].text):
            break  # «20 دولة مبعوثين روسا»
    return "" if is_own and not noun.unit else _find_group(text, noun)


def _find_people(word: Word) -> str:
    """Return the country of an adjective («روسيا», «الإسرائيليين», «روس»); "" for another word."""
    if word.folded in _PEOPLES:
        return _PEOPLES[word.folded]
    country = find_country(word.folded) if word.folded.endswith(_ADJECTIVE) and len(word.folded) > _SHORT else None
    return name_country(country) if country else ""


def _find_group(text: ParsedText, noun: Noun) -> str:
    """Find «من رجال الأمن», «في صفوف المتمردين»: the group as written, in one word or two."""
    words, index = text.words, noun.last + 1
    if index + 1 >= len(words) or text.raw[words[noun.last].end : words[index].start].strip():
        return ""
    following = [word.folded for word in words[index : index + 2]]
    if following[0] == "من" and (not noun.unit or fold(noun.unit) in _ANYBODY):
        return _write_group(text, index + 1) if is_person(words[index + 1].text) else ""
    return _write_group(text, index + 2) if following[0] in {"في", "بين"} and following[1] == "صفوف" else ""


def _write_group(text: ParsedText, first: int) -> str:
    words = text.words
    if first >= len(words):
        return ""
    last = first
    following = words[first + 1] if first + 1 < len(words) else None
    if following and following.folded.startswith("ال") and not text.raw[words[first].end : following.start].strip():
        last = first + 1
    return text.raw[words[first].start : words[last].end]


def _find_actor(words: Sequence[Word], before: int) -> str:
    """Find the country that acts: the nearest one before the figure that is not where or against whom it does."""
    for index in range(before - 1, max(-1, before - 1 - _ACTS_WITHIN), -1):
        country = find_country(words[index].folded)
        if country and not (index and words[index - 1].folded in _PLACED):
            return name_country(country)
    return ""


def _find_deed(words: Sequence[Word], before: int) -> str:
    """Find what is done with the counted, as a root: that of the nearest word that is no name, article or day."""
    for index in range(before - 1, max(-1, before - 1 - _ACTS_WITHIN), -1):
        folded = words[index].folded
        if folded in _PLACED or folded in _DAYS or folded in _PARTICLES or folded.startswith("ال"):
            continue
        if find_country(folded) is None and not folded[0].isdecimal():
            return find_root(words[index].text)
    return ""
