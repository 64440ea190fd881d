"""Find the figures of a clause: numbers that count what a story counts. Better none than a wrong one.

In Arabic a number that counts stands before its noun; a number behind a noun is its name («الدقيقة 25», «عام 2007»,
«القرار 14»). So a number is a figure only if a counted noun follows, or
if what governs it shows which noun is left out.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefings.model import FigureMention, Qualifier, Span
from briefings.parsing.counted import (
    HAPPENS,
    Noun,
    counted_things,
    find_cue,
    is_case,
    is_measure,
    is_person,
    may_be_year,
    meets,
    read_noun,
)
from briefings.parsing.quantities import Amount, find_qualifier, read_numbers, trailing_qualifier
from briefings.parsing.sides import find_actor, find_deed, find_side
from briefings.story import Story
from briefings.text import ParsedText, Word, find_country, has_conjunction, is_future_verb, lexicon, word_forms

_PERCENT = re.compile(r"\s*(?:[%٪]|في (?:ال)?م(?:ئ|ائ)ه)")
_PER_DAY = re.compile(lexicon.alternation("per_day"))
_IN_TOTAL = re.compile(lexicon.alternation("in_total"))
_OTHER_CLAUSE = lexicon.words("other_clause")
_DID_NOT_HAPPEN = lexicon.words("did_not_happen")
_COUNT_NOUNS, _COUNT_VERBS = lexicon.words("count_nouns"), lexicon.words("count_verbs")
_DAYS_BETWEEN = lexicon.words("days_between")
_SENT = "troops"  # whoever sends or withdraws them, theirs they are
_GLUED = frozenset("و ف ب ل ك ال وال فال بال لل الـ".split())
_PREPOSITIONS = frozenset("في من الي عن علي مع بين حتي عند منذ بعد قبل لدي ضد نحو تحت فوق عبر خلال حول".split())
_PART_OF = frozenset("بينهم بينها منهم منهن".split())
_THEIR_END = frozenset("مصرعهم حتفهم".split())
_PASSIVE = frozenset("قتلوا اصيبوا جرحوا اعتقلوا استشهدوا".split())
_FRACTION = re.compile(r"(\d{1,6})[.,٫](\d{1,3})")
_THOUSAND = 1_000
_TIED = ":-–/.,x×"  # between the digits of an hour, a score, a date
_BREAKS = '؛.:«»“”"()'
_REACH = 8  # words between a verb and the number that it governs
_COUNT_REACH = 12  # words between «عدد القتلى» and the number
_BETWEEN = 3  # words from a figure to one that goes on with it
_STRANGERS = 2  # words of a subject that nothing shows to be part of one
_NEAR = (8, 4)  # words before and behind a figure that say which of its noun are counted


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in its clause, with what stands around it."""

    text: ParsedText
    story: Story
    number: Amount
    begin: int  # offset at which the figure begins, with its qualifier
    before: int  # words before the figure
    noun: Noun
    last_figure: tuple[str, int, bool] | None  # what the figure before counts, its last word, and that its noun says so

    @property
    def words(self) -> Sequence[Word]:
        return self.text.words

    def find_cue(self, index: int) -> str | None:
        return find_cue(self.words[index], self.story) if 0 <= index < len(self.words) else None

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next."""
        if index + 1 == self.before:
            return self.text.raw[self.words[index].end : self.begin]
        return self.text.raw[self.words[index].end : self.words[index + 1].start]

    @property
    def may_leave_out(self) -> bool:
        """Whether the noun is left out, and the number is no year."""
        return self.noun.is_left_out and not may_be_year(self.number)


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
    for number in _join(words, read_numbers(text)):
        first, end = words[number.first].start, words[number.last].end
        if any(span.start - start < end and first < span.end - start for span in taken) or not _counts(text, number):
            continue
        begin, qualifier = find_qualifier(text, number.first)
        before = _step_over_glue(words, bisect_right(words, begin, key=_end_of))
        place = _Place(text, story, number, begin, before, read_noun(text, number, story), last_figure)
        about = _what_is_counted(place)
        if about is None or (number.vague and about == _SENT):
            continue  # «آلاف الجنود» are a manner of speaking
        last, qualifier = trailing_qualifier(words, place.noun.last, qualifier)
        is_own = _find_noun(place) == about
        last_figure = about, last, is_own
        side = find_side(text, place.noun, is_own=is_own)
        figures.append(
            FigureMention(
                span=Span(article, start + begin, start + words[last].end, text.raw[begin : words[last].end]),
                value=number.value,
                qualifier=Qualifier.VAGUE if number.vague else qualifier,
                about=about,
                unit=place.noun.unit,
                period=_find_period(text, about),
                side=side or (find_actor(words, before) if about == _SENT else ""),
                deed="" if about in HAPPENS else find_deed(words, before),
                actor="" if about in HAPPENS else find_actor(words, before),
            )
        )
    return tuple(figures)


def _find_period(text: ParsedText, about: str) -> str | None:
    """Find over which period a clause counts; only of detentions «day» is told."""
    if about == "detained" and _PER_DAY.search(text.folded):
        return "day"
    return "total" if _IN_TOTAL.search(text.folded) else None


def _end_of(word: Word) -> int:
    return word.end


def _join(words: Sequence[Word], numbers: Sequence[Amount]) -> list[Amount]:
    """Join what makes one number: «عشرات الآلاف», «1.2 مليار»."""
    joined: list[Amount] = []
    for number in numbers:
        before = joined[-1] if joined else None
        fraction = _FRACTION.fullmatch(words[number.first - 1].folded) if number.first else None
        if fraction and number.value >= _THOUSAND:
            value = Decimal(f"{fraction[1]}.{fraction[2]}") * number.value
            joined.append(Amount(number.first - 1, number.last, int(value), vague=False))
        elif (
            before and before.vague and number.vague and number.first == before.last + 1 and number.value > before.value
        ):
            joined[-1] = Amount(before.first, number.last, before.value * number.value, vague=True)
        else:
            joined.append(number)
    return joined


def _counts(text: ParsedText, number: Amount) -> bool:
    """Return whether a number can count: no hour, score, percentage, name («فرانس24») or number in brackets."""
    words, raw = text.words, text.raw
    start, end = words[number.first].start, words[number.last].end
    if _PERCENT.match(text.folded, text.find_folded(end)):
        return False
    if raw[end : end + 1] in (*_TIED,) and raw[end + 1 : end + 2].isdigit():
        return False
    if start > 1 and raw[start - 1] in _TIED and raw[start - 2].isdigit():
        return False
    if start and raw[start - 1] == "(" and raw[end : end + 1] == ")":
        return False
    before = words[number.first - 1] if number.first else None
    if before and before.folded[0].isdecimal() and not raw[before.end : start].strip():
        return False  # «400  ألف»: a part of another number
    glued = number.first > 0 and words[number.first - 1].end == start
    return not glued or words[number.first - 1].folded in _GLUED


def _step_over_glue(words: Sequence[Word], before: int) -> int:
    """Step back over a clitic that stands before digits as a word of its own («و3 مدنيين»)."""
    return before - 1 if before and words[before - 1].folded in _GLUED else before


def _what_is_counted(place: _Place) -> str | None:
    """Find what is counted: the key of the story's counted thing, or None."""
    own = _find_noun(place)
    if not place.noun.unit and place.before and _names(place.words[place.before - 1], number=place.number):
        return None
    if is_measure(place.noun) and own is None:
        return None
    for find in (_governed_directly, _told_of_number, _counted_noun, _continued, _governed, _governed_from_behind):
        found = find(place)
        if found is None:
            continue
        about, governor = found
        return about if _happened(place, about, governor) else None
    return None


def _names(word: Word, number: Amount) -> bool:
    """Return whether a number without a noun behind it is the name of what stands before it: «الدقيقة 25»."""
    return (
        not number.vague
        and word.folded.startswith("ال")
        and not is_person(word.text)
        and word.folded not in _COUNT_VERBS
    )


def _find_noun(place: _Place) -> str | None:
    """Find what the counted noun says: «15 جريحا», «3 حالات وفاة», «12 من القتلى»."""
    if is_case(place.noun):
        return place.find_cue(place.noun.last + 1)
    word = place.noun.word
    about = find_cue(word, place.story)
    if word is None or about not in HAPPENS or is_person(word.text):
        return about
    return about if word.folded.endswith(("ه", "ات")) and not may_be_year(place.number) else None  # «42 إصابة»


def _fits(place: _Place, about: str) -> bool:
    """Return whether what stands behind the number can be what is counted."""
    if about in HAPPENS:
        return place.noun.is_person or place.may_leave_out or _find_noun(place) == about
    return place.noun.unit != "" or _find_noun(place) == about


def _governed_directly(place: _Place) -> tuple[str, int] | None:
    """«مقتل 5 جنود», «أودى بحياة 9 عمال», «القبض على 40 شخصا»."""
    index = place.before - 1
    if index > 0 and place.words[index].folded == "علي" and "قبض" in place.words[index - 1].folded:
        return ("detained", index - 1) if _fits(place, "detained") else None
    about = place.find_cue(index)
    if about is None or place.gap(index).strip() or not _fits(place, about):
        return None
    if {about, place.find_cue(index - 1)} <= HAPPENS and place.find_cue(index - 1) != about:
        return None  # «قتل وأصيب 30 شخصا»: both together
    if is_person(place.words[index].text) and not _is_counted_before(place, index):
        return None  # «الجنود 12»: nothing governs here
    if index and (
        place.words[index - 1].folded[0].isdecimal() or (place.last_figure and index <= place.last_figure[1])
    ):
        return None  # «29 دولة 145 مسؤولا»: it is what another number counts
    return about, index


def _is_counted_before(place: _Place, index: int) -> bool:
    """Return whether «عدد» or «حصيلة» stands before a noun."""
    return index > 0 and not word_forms(place.words[index - 1].folded).isdisjoint(_COUNT_NOUNS)


def _told_of_number(place: _Place) -> tuple[str, int] | None:
    """«ارتفع عدد القتلى إلى 12», «بلغت حصيلة الجرحى 30»."""
    index = place.before - 1
    if index < 0 or not (
        place.words[index].folded.lstrip("ول") in _COUNT_VERBS or place.words[index].folded in _COUNT_VERBS
    ):
        return None
    for position in range(index - 1, max(0, index - _COUNT_REACH), -1):
        if any(mark in place.gap(position) for mark in _BREAKS):
            return None
        about = place.find_cue(position)
        if about and _is_counted_before(place, position):
            own = _find_noun(place)
            fits = place.may_leave_out or own == about or (own is None and about in HAPPENS and place.noun.is_person)
            return (about, index) if fits else None
    return None


def _counted_noun(place: _Place) -> tuple[str, int] | None:
    """«15 جريحا», «200 جندي»; «أوقفت السلطات 12 جنديا» counts who is detained."""
    about = _find_noun(place)
    if about is None:
        return None
    if about not in HAPPENS:
        for find in (_continued, _governed, _governed_from_behind):
            if (found := find(place)) and found[0] in HAPPENS:
                return found
        counted = next(counted for counted in counted_things(place.story) if counted.key == about)
        reach = range(max(0, place.before - _NEAR[0]), min(len(place.words), place.noun.last + 1 + _NEAR[1]))
        if not meets(counted, place.noun, [place.words[index] for index in reach], place.story):
            return None
    return about, place.before - 1


def _continued(place: _Place) -> tuple[str, int] | None:
    """«مقتل 5 جنود و3 مدنيين», «بينهم 4 أطفال»."""
    if place.last_figure is None or not place.noun.is_person:
        return None
    about, last, by_noun = place.last_figure
    between = [word.folded for word in place.words[last + 1 : place.before]]
    joined = place.words[place.before].folded.startswith("و") and place.before < len(place.words)
    if about not in HAPPENS or len(between) > _BETWEEN or (own := _find_noun(place)) in HAPPENS - {about}:
        return None
    if not (joined and not by_noun) and not (between and between[-1] in _PART_OF):
        return None  # «5 قتلى و7 لاجئين» counts no dead refugees
    broken = any(mark in place.text.raw[place.words[last].end : place.begin] for mark in _BREAKS)
    cued = any(place.find_cue(index) in HAPPENS for index in range(last + 1, place.before))
    return None if broken or cued else (own if own in HAPPENS else about, last)


def _governed(place: _Place) -> tuple[str, int] | None:
    """«أوقفت السلطات الأحد نحو 6000 شخص»: between the verb and the number stands nothing but its subject."""
    index = place.before - 1
    if not place.noun.is_person or index < 1 or place.words[index].folded in _PREPOSITIONS:
        return None
    strangers = 0
    for position in range(index, max(-1, index - _REACH), -1):
        word = place.words[position]
        if any(mark in place.gap(position) for mark in _BREAKS) or word.folded in _OTHER_CLAUSE:
            return None
        about = place.find_cue(position)
        if about in HAPPENS or (about and not is_person(word.text)):
            return None if is_person(word.text) or position == index else (about, position)
        if about is None and not _is_of_subject(place, position):
            strangers += 1
            verb = word.folded[0] in "يتس" or (word.folded[0] in "وف" and has_conjunction(word.text))
            if strangers > _STRANGERS or verb or word.folded[0].isdecimal():
                return None
    return None


def _is_of_subject(place: _Place, index: int) -> bool:
    """Return whether a word may be part of a subject, or say when or where."""
    folded = place.words[index].folded
    if folded.startswith(("ال", "لل", "بال")) or folded in _DAYS_BETWEEN or folded in {"في", "يوم", "من"}:
        return True
    return find_country(folded) is not None


def _governed_from_behind(place: _Place) -> tuple[str, int] | None:
    """«لقي 116 شخصا حتفهم», «34 صحافيا قتلوا في …»."""
    if not place.noun.is_person:
        return None
    words = place.words
    following = words[place.noun.last + 1 : place.noun.last + 1 + _REACH]
    for distance, word in enumerate(following):
        if word.folded in _THEIR_END:
            return "killed", place.noun.last + 1 + distance
        if word.folded in _PASSIVE and distance < _STRANGERS:
            behind = following[distance + 1] if distance + 1 < len(following) else None
            if behind is None or behind.folded in _PREPOSITIONS or behind.folded.startswith("ب"):
                about = find_cue(word, place.story)
                return (about, place.noun.last + 1 + distance) if about else None
    return None


def _happened(place: _Place, about: str, governor: int) -> bool:
    """Return whether a clause tells of a count, and not that something did not happen, may happen or is to happen."""
    words = place.words
    if about not in HAPPENS or not 0 <= governor < len(words):
        return True
    verb = words[governor].folded
    if is_future_verb(verb):
        return False
    before = [word.folded for word in words[max(0, governor - 3) : governor]]
    if before and before[-1] == "قد" and verb[0] in "يت":
        return False
    return not any(
        folded in _DID_NOT_HAPPEN or folded[1:] in _DID_NOT_HAPPEN or is_future_verb(folded) for folded in before
    )
