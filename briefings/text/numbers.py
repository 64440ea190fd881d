"""Read numbers in words and digits: «ثلاثة آلاف و400», «نصف مليون», «الحادي والعشرين». What they count is not read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.text.arabic import Word, fold


def _number(words: str, first: int = 1, step: int = 1) -> dict[str, int]:
    """Map folded words to numbers. Groups, split by «|», count up from ``first`` by ``step``."""
    return {fold(word): first + index * step for index, group in enumerate(words.split("|")) for word in group.split()}


_UNITS = _number(
    "واحد واحدة إحدى|اثنان اثنين اثنتين اثنا اثني اثنتا اثنتي|ثلاثة ثلاث|أربعة أربع|خمسة خمس|ستة ست|سبعة سبع"
    "|ثمانية ثماني ثمان|تسعة تسع|عشرة عشر"
)
_TENS = _number(
    "عشرون عشرين|ثلاثون ثلاثين|أربعون أربعين|خمسون خمسين|ستون ستين|سبعون سبعين|ثمانون ثمانين|تسعون تسعين", 20, 10
)
_HUNDREDS = _number(
    "مئة مائة|مئتان مئتين مئتي مائتي مائتان مائتين|ثلاثمئة ثلاثمائة|أربعمئة أربعمائة|خمسمئة خمسمائة|ستمئة ستمائة"
    "|سبعمئة سبعمائة|ثمانمئة ثمانمائة ثمانيمئة|تسعمئة تسعمائة",
    100,
    100,
)
_SCALES = (
    _number("ألف ألفا آلاف|ألفان ألفين ألفي", 1_000, 1_000)
    | _number("مليون مليونا ملايين|مليونان مليونين مليوني", 1_000_000, 1_000_000)
    | _number("مليار مليارا مليارات|ملياران مليارين ملياري", 1_000_000_000, 1_000_000_000)
)
_NUMERALS = _UNITS | _TENS | _HUNDREDS
_MAX_DIGITS = 15
_TEN = {"عشر", "عشره"}

_ORDINALS = _number(
    "أول أولى حادي حادية|ثاني ثانية|ثالث ثالثة|رابع رابعة|خامس خامسة|سادس سادسة"
    "|سابع سابعة|ثامن ثامنة|تاسع تاسعة|عاشر عاشرة"
)
NUMBER_OPENERS = frozenset({"نصف", *_NUMERALS, *_SCALES, *_ORDINALS, *(f"ال{word}" for word in (*_ORDINALS, *_TENS))})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of words: the last word it covers, and its value."""

    last: int
    value: int


def is_numeral(folded: str) -> bool:
    """Return whether a number can begin with a word that has no glued و."""
    return folded in NUMBER_OPENERS or folded[:1].isdecimal()


def read_digits(text: str) -> int | None:
    """Read a whole number in digits, with or without thousands separators; None for a fraction or another text.

    >>> read_digits("2,200"), read_digits("4.5")
    (2200, None)
    """
    plain = re.sub(r"[,٬.](?=\d{3}(?:\D|$))", "", text)
    return int(plain) if plain.isdecimal() and len(plain) <= _MAX_DIGITS else None


def read_scaled(words: Sequence[Word], index: int) -> Number | None:
    """Read digits with the scale after them («400», «3 آلاف»), or half of a scale («نصف مليون»)."""
    first = words[index].folded
    following = words[index + 1] if index + 1 < len(words) else None
    adjacent = following is not None and following.start <= words[index].end + 1  # not «10, ألف»
    scale = _SCALES.get(following.folded) if following and adjacent else None
    if first[0].isdecimal():
        value = read_digits(first)
        if value is None:
            return None
        return Number(index + 1, value * scale) if scale else Number(index, value)
    if first.endswith("نصف") and scale:
        return Number(index + 1, scale // 2)
    return None


def read_cardinal(words: Sequence[Word], index: int) -> Number | None:
    """Read number words that are joined by و, also with digits: «ألفان وثمانية عشر», «ثلاثة آلاف و400»."""
    total = current = 0
    last = None
    for position in range(index, len(words)):
        word = words[position].folded
        if position > index and words[position].start > words[position - 1].end + 1:
            break  # «ثلاثة، وأربعة» are two
        if word == "و" and total and position + 1 < len(words) and words[position + 1].folded.isdecimal():
            continue
        bare = word if word in _NUMERALS else word.removeprefix("و")
        if bare in _SCALES:
            total += max(current, 1) * _SCALES[bare]
            current = 0
        elif bare in _NUMERALS and (bare != word or position == index or _is_teen(bare, current)):
            current += _NUMERALS[bare]
        elif total and (digits := read_digits(bare)) is not None:
            current += digits
        else:
            break
        last = position
    return None if last is None else Number(last, total + current)


def read_ordinal(words: Sequence[Word], index: int) -> Number | None:
    """Read an ordinal: «الثالث», «ثاني», «التاسع عشر», «الحادي والعشرين»."""
    first = words[index].folded.removeprefix("ال")
    following = words[index + 1].folded if index + 1 < len(words) else ""
    value = _ORDINALS.get(first)
    if value is None:
        return Number(index, _TENS[first]) if first in _TENS and first != words[index].folded else None
    if following in _TEN:
        return Number(index + 1, value + 10)
    tens = _TENS.get(following.removeprefix("و").removeprefix("ال")) if following.startswith("و") else None
    return Number(index + 1, value + tens) if tens else Number(index, value)


def _is_teen(word: str, current: int) -> bool:
    """Return whether a ten follows its unit: «ثمانية عشر», the only numerals that follow each other without و."""
    return word in _TEN and current % 10 > 0 and current % 100 < 10
