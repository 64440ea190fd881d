"""Find numbers in Arabic text, and how exactly they are meant. What they count is found in `counted`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefings.model import Qualifier
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

_VAGUE: dict[str, int] = {fold(word): value for word, value in lexicon.entries("vague_numbers")}
_QUALIFIERS = (Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.ABOUT)
_QUALIFIER = "|".join(f"(?P<{kind}>{lexicon.alternation(kind)})" for kind in _QUALIFIERS)
_QUALIFIED = re.compile(rf"(?:^|\s)(?:و|ف|ب|ل)?(?:{_QUALIFIER})\s+(?:ال)?$")
_PERCENT = re.compile(r"\s*(?:[%٪]|في (?:ال)?م(?:ئ|ائ)ه)")
_FRACTION = re.compile(r"(\d{1,6})[.,٫](\d{1,3})")
_THOUSAND = 1_000
_TIED = ":-–/.,x×"  # between the digits of an hour, a score, a date
# Written before digits as words of their own.
GLUED = frozenset("و ف ب ل ك ال وال فال بال لل الـ".split())
_QUALIFIER_WORDS = 4  # that the longest of them has
_AT_LEAST, _AT_MOST = (fold(phrase).split() for phrase in ("على الأقل", "على الأكثر"))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it stands in a text."""

    first: int  # words, inclusive
    last: int
    value: int
    vague: bool


def find_numbers(text: ParsedText, taken: Sequence[tuple[int, int]] = ()) -> frozenset[int]:
    """Find every number in a text, whatever it counts, in digits or in words.

    :param taken: stretches (start, end) whose numbers are left out.
    """
    words = text.words
    return frozenset(
        number.value
        for number in read_numbers(text)
        if not any(start < words[number.last].end and words[number.first].start < end for start, end in taken)
    )


@once
def read_numbers(text: ParsedText) -> Sequence[Amount]:
    """Read the numbers of a text, in order."""
    words = text.words
    numbers: list[Amount] = []
    beginnings = [
        index
        for index, word in enumerate(words)
        if (folded := word.folded) in _NUMBER_WORDS or folded[1:] in NUMBER_OPENERS or folded[0].isdecimal()
    ]
    for index in beginnings:
        if (not numbers or index > numbers[-1].last) and (number := _read_number(words, index)):
            numbers.append(number)
    return numbers


def _read_number(words: Sequence[Word], index: int) -> Amount | None:
    """Read digits with a scale, a vague plural, or number words; a bare «واحد» is no figure."""
    folded = words[index].folded
    vague = _find_vague(folded)
    if vague:
        return Amount(index, index, vague, vague=True)
    number = read_scaled(words, index) or read_cardinal(words, index)
    counts = number and (number.value > 1 or folded[0].isdecimal())
    return Amount(index, number.last, number.value, vague=False) if number and counts else None


def _find_vague(folded: str) -> int | None:
    return max((_VAGUE[form] for form in word_forms(folded) if form in _VAGUE), default=None)


_NUMBER_WORDS = NUMBER_OPENERS | {
    word for form in _VAGUE for word in words_with_form(form) if _find_vague(word) is not None
}


def find_qualifier(text: ParsedText, number: int) -> tuple[int, Qualifier]:
    """Find where the figure begins with its qualifier, and which that is.

    :param number: the first word of the number.
    """
    end = text.words[number].start
    for word in text.words[max(0, number - _QUALIFIER_WORDS) : number]:
        match = _QUALIFIED.fullmatch(text.fold_between(word.start, end))
        if match:
            return word.start, Qualifier(match.lastgroup or Qualifier.EXACTLY)
    return end, Qualifier.EXACTLY


def trailing_qualifier(words: Sequence[Word], last: int, qualifier: Qualifier) -> tuple[int, Qualifier]:
    """Read «على الأقل» and «على الأكثر» behind the figure."""
    following = [word.folded for word in words[last + 1 : last + 3]]
    if following == _AT_LEAST:
        return last + 2, Qualifier.MORE_THAN
    return (last + 2, Qualifier.LESS_THAN) if following == _AT_MOST else (last, qualifier)


def join_numbers(words: Sequence[Word], numbers: Sequence[Amount]) -> list[Amount]:
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
        elif before and _goes_on(words, before, number):
            joined[-1] = Amount(before.first, number.last, before.value + number.value, vague=False)
        else:
            joined.append(number)
    return joined


def _goes_on(words: Sequence[Word], before: Amount, number: Amount) -> bool:
    """Return whether digits go on with thousands: «16 ألفا و250»."""
    if before.vague or number.vague or number.first != before.last + 2 or words[before.last + 1].folded != "و":
        return False
    rounded = not before.value % _THOUSAND and not words[before.last].folded[0].isdecimal()
    return rounded and number.value < _THOUSAND and words[before.last + 1].end == words[number.first].start


def can_count(text: ParsedText, number: Amount) -> bool:
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
    return not glued or words[number.first - 1].folded in GLUED
