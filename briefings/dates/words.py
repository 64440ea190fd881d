"""The words of which Arabic expressions of time are made, each with a tag of one letter.

A text becomes a string of tags with its tokens beside it, so that a rule is a short regular expression over tags:
«الأربعاء 5 يناير» is ``wnm``. A word that no expression of time contains is ``x``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefings.dates.days import BLACK_FRIDAY, HOLIDAYS, THANKSGIVING

# The words of time need letters and numbers alone, not the names behind the front door of `text`.
from briefings.text.arabic import Word, fold
from briefings.text.document import ParsedText, once
from briefings.text.numbers import NUMBER_OPENERS, is_numeral, read_cardinal, read_digits, read_ordinal, read_scaled


class Token(NamedTuple):
    """A piece of an expression: its offsets in the text, and the number or word it stands for."""

    start: int
    end: int
    value: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text as tags, one for each token."""

    tags: str
    tokens: tuple[Token, ...]


MONTHS = (  # each with its names in three regions, split by «|»
    "يناير|كانون الثاني|كانون ثاني|جانفي", "فبراير|شباط|فيفري", "مارس|آذار", "أبريل|نيسان|أفريل", "مايو|أيار|ماي",
    "يونيو|يونيه|حزيران|جوان", "يوليو|يوليه|تموز|جويلية|يوليوز", "أغسطس|آب|أوت|غشت", "سبتمبر|أيلول|شتنبر",
    "أكتوبر|تشرين الأول|تشرين أول", "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر", "ديسمبر|كانون الأول|كانون أول|دجنبر",
)  # fmt: skip
_HIJRI_MONTHS = (
    "محرم", "صفر", "ربيع الأول|ربيع أول", "ربيع الثاني|ربيع الآخر", "جمادى الأولى", "جمادى الثانية|جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة|ذي القعدة", "ذو الحجة|ذي الحجة",
)  # fmt: skip
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_DAYS_AWAY = (  # from yesterday's yesterday on
    "أول أمس|أول من أمس|أمس الأول|أول امبارح|أول مبارح",
    "أمس|الأمس|البارحة|امبارح|مبارح",
    "",
    "غد|غدا|الغد|بكرا|بكرة|باكر",
)
# A word for a day that is counted from the day of the report, folded.
DAYS_AWAY = frozenset(fold(word) for word in "|".join((*_DAYS_AWAY, "اليوم")).split("|") if word and " " not in word)
_SEASONS = ("ربيع|الربيع", "صيف|الصيف", "خريف|الخريف", "شتاء|الشتاء")


_WORDS = (  # tag, value, words; the value of a unit is how many of it the word alone counts
    ("j", 0, "اليوم"),  # today, or the day
    ("d", 1, "يوم|يوما"), ("d", 2, "يومين|يومان|يومي"), ("d", 0, "أيام"),
    ("k", 1, "أسبوع|أسبوعا"), ("k", 2, "أسبوعين|أسبوعان"), ("k", 0, "أسابيع"),
    ("s", 1, "شهر|شهرا"),  # with a month's name or number after it, or a unit
    ("a", 2, "شهرين|شهران"), ("a", 0, "أشهر|شهور"),
    ("c", 1, "عام|عاما|سنة"), ("c", 2, "عامين|سنتين"), ("c", 0, "أعوام|سنوات|سنين"),
    ("K", 0, "الأسبوع"), ("S", 0, "الشهر"), ("C", 0, "العام|السنة"),
    ("p", 0, "الماضي|الماضية|الماضيين|المنصرم|المنصرمة|الفائت|الفائتة|اللي فات|اللي فاتت"),
    ("f", 0, "المقبل|المقبلة|المقبلين|القادم|القادمة|القادمين|الجاي|الجاية|اللي جاي|اللي جاية"),
    ("t", 0, "هذا|هذه|هاد|هاي|الجاري|الجارية|الحالي|الحالية"),
    ("q", 0, "السابق|السابقة"), ("u", 0, "التالي|التالية"),  # past and next, as seen from an event
    ("L", 0, "آخر"), ("l", 0, "الأخير|الأخيرة"), ("F", 0, "بضعة|بضع|عدة|كم"), ("O", 0, "واحد|واحدة"),
    ("g", 0, "بداية|بدايات|مطلع|أوائل"), ("h", 0, "منتصف|أواسط|نصف|النصف|نص"), ("e", 0, "نهاية|أواخر|ختام"),
    ("A", 0, "قبل"), ("B", 0, "بعد"), ("T", 0, "منذ"), ("N", 0, "الآن|هلق"),
    ("E", 0, "صباح|مساء|ظهر|فجر|ليل|ليلة|عصر"),
    ("i", 0, "في|الموافق|على|ب|ل"), ("I", 0, "من"), (">", 0, "إلى|حتى|لغاية"), ("&", 0, "و"),
    ("b", 0, "الذي|اللي|التي"), ("Q", 0, "الربع|ربع"),
    ("z", 0, "نفسه|ذاته|عينه|الواحد|الوطني|العالمي|الدولي|الدراسي"),  # «اليوم الوطني» is not today
)  # fmt: skip


def _numbered(tag: str, groups: Sequence[str], first: int) -> Iterator[tuple[str, int, str]]:
    return ((tag, number, words) for number, words in enumerate(groups, first))


def _make_lexicon() -> dict[str, tuple[str, int]]:
    """Map folded words and phrases to tag and value; H are the holidays."""
    entries = (
        *_numbered("m", MONTHS, 1),
        *_numbered("G", _HIJRI_MONTHS, 1),
        *_numbered("w", WEEKDAYS, 0),
        *_numbered("v", [name.removeprefix("ال") for name in WEEKDAYS], 0),  # «أول جمعة»
        *_numbered("r", _DAYS_AWAY, -2),
        *_numbered("Z", _SEASONS, 0),
        *(("H", 0, name) for name in (*HOLIDAYS, THANKSGIVING, BLACK_FRIDAY)),
        *_WORDS,
    )
    return {fold(word): (tag, value) for tag, value, words in entries for word in words.split("|") if word}


_LEXICON = _make_lexicon()
_PHRASES: dict[str, list[tuple[str, ...]]] = {}  # first word → the phrases that begin with it, the longest first
for _phrase in sorted(_LEXICON, key=lambda phrase: -len(phrase.split())):
    _PHRASES.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))
_MARKS = {"،": ",", ",": ",", "٫": ".", "٬": ",", "/": "/", "-": "-", "–": "-", ".": ".", "(": "(", ")": ")"}
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+|[.,٫٬]")
_COMMON_YEARS, _YEARS = range(1900, 2100), range(1000, 2200)
_OTHER = Token(0, 0)  # of an x; nothing asks for its offsets
_GLUED = {"و": "&", "ف": "x", "ب": "i", "ل": "i"}
_NO_TAGS: frozenset[str] = frozenset()
_REACH = 10  # words that a number or a phrase may have
# The letters that a word keeps when a letter is taken off: «باب» is not «ب» and «آب». «غد» alone is shorter.
_MIN_LETTERS = 3


@once
def tag_words(text: ParsedText) -> Tagged:
    """Read a text as tags. Punctuation, and glued و, ف, ب and ل, become tokens of their own."""
    words, raw, openers = text.words, text.raw, _OPENERS
    tags: list[str] = []
    tokens: list[Token] = []
    index = position = 0
    while index < len(words):
        word = words[index]
        if (gap := raw[position : word.start]) != " ":
            for offset, mark in enumerate(gap, position):
                if not mark.isspace():
                    tags.append(_MARKS.get(mark, "x"))
                    tokens.append(Token(offset, offset + 1))
        folded = word.folded
        parts = ("", folded) if folded[0].isdecimal() else openers.get(folded)
        if parts:
            index, found = _read_word(words, index, *parts)
            tags += (tag for tag, _ in found)
            tokens += (token for _, token in found)
        else:
            index += 1
            tags.append("x")
            tokens.append(_OTHER)
        position = words[index - 1].end
    return Tagged("".join(tags), tuple(tokens))


_Found = tuple[int, list[tuple[str, Token]]]  # the word to go on with, and what was found


def _read_word(words: Sequence[Word], index: int, glued: str, bare: str) -> _Found:
    word = words[index]
    if not glued:
        return _read_bare(words[index : index + _REACH], index)
    # «للثاني» stays whole in the text: its article has lost its alef.
    start = word.start if bare.startswith("ال") and word.folded[len(glued)] == "ل" else _skip_letters(word, len(glued))
    rest = Word(start, word.end, word.text[start - word.start :], bare)
    index, found = _read_bare((rest, *words[index + 1 : index + _REACH]), index)
    return index, [*((_GLUED[letter], Token(word.start, start)) for letter in glued), *found]


@once
def list_tags(text: ParsedText) -> frozenset[str]:
    """List the tags that the words of a text may have; which they have, :func:`tag_words` tells at more cost."""
    possible = _NUMBER_TAGS if _DIGIT.search(text.raw) else _NO_TAGS
    return possible.union(*[_POSSIBLE[word.folded] for word in text.words if word.folded in _POSSIBLE])


def _take_off(folded: str) -> tuple[str, str] | None:
    """Split a word into its glued letters and the word of an expression of time; None if it has no such word."""
    for size in range(3):
        glued, bare = folded[:size], folded[size:]
        if size and (glued[-1] not in _GLUED or (len(bare) < _MIN_LETTERS and bare != "غد")):
            return None
        if bare in _PHRASES or is_numeral(bare):
            return glued, bare
        if glued.endswith("ل") and bare.startswith("ل") and (f"ا{bare}" in _PHRASES or is_numeral(f"ا{bare}")):
            return glued, f"ا{bare}"
    return None


def _list_openers() -> dict[str, tuple[str, str]]:
    """Map every word in letters that :func:`_take_off` can split to its parts."""
    firsts = {*_PHRASES, *NUMBER_OPENERS}
    firsts |= {first[1:] for first in firsts if first.startswith("ال")}  # «ل» and «الثاني» make «للثاني»
    glued = ("", *_GLUED, *(f"{one}{other}" for one in _GLUED for other in _GLUED))
    words = (f"{letters}{first}" for letters in glued for first in firsts)
    return {word: parts for word in words if (parts := _take_off(word))}


_OPENERS = _list_openers()
_NUMBER_TAGS = frozenset("onyY")
_POSSIBLE = {
    word: frozenset(_LEXICON[" ".join(phrase)][0] for phrase in _PHRASES.get(bare, ()))
    | (_NUMBER_TAGS if is_numeral(bare) else _NO_TAGS)
    for word, (_, bare) in _OPENERS.items()
}


def _skip_letters(word: Word, count: int) -> int:
    """Return the offset in the text after so many letters of a word and the marks on them."""
    return word.start + next(size for size in range(count, len(word.text)) if len(fold(word.text[: size + 1])) > count)


def _read_bare(words: Sequence[Word], index: int) -> _Found:
    """Read the longest of: a phrase of the lexicon, an ordinal, a number."""
    first = words[0]
    phrase = next((phrase for phrase in _PHRASES.get(first.folded, ()) if _begins_with(words, phrase)), ())
    ordinal = number = None
    if is_numeral(first.folded):
        ordinal, number = read_ordinal(words, 0), read_scaled(words, 0) or read_cardinal(words, 0)
    longest = max((found.last + 1 for found in (ordinal, number) if found), default=0)
    if phrase and len(phrase) >= longest:
        tag, value = _LEXICON[" ".join(phrase)]
        token = Token(first.start, words[len(phrase) - 1].end, value, " ".join(phrase))
        return index + len(phrase), [(tag, token)]
    if ordinal and ordinal.last + 1 == longest:
        return index + longest, [("o", Token(first.start, words[ordinal.last].end, ordinal.value))]
    if number:
        return index + longest, [(_number_tag(number.value), Token(first.start, words[number.last].end, number.value))]
    return index + 1, list(_split_digits(first))


def _begins_with(words: Sequence[Word], phrase: tuple[str, ...]) -> bool:
    return len(words) >= len(phrase) and all(word.folded == part for word, part in zip(words, phrase, strict=False))


def _number_tag(value: int) -> str:
    """Return the tag of a number: a year (``y``), what may be a year (``Y``), or another number (``n``)."""
    return "y" if value in _COMMON_YEARS else "Y" if value in _YEARS else "n"


def _split_digits(word: Word) -> Iterator[tuple[str, Token]]:
    """Split numbers with marks between them: «16.11.2016», «4.22»."""
    for match in _DIGITS.finditer(word.folded):
        start, end = word.start + match.start(), word.start + match.end()
        value = read_digits(match.group())
        if value is not None:
            yield _number_tag(value), Token(start, end, value)
        else:
            yield _MARKS.get(match.group(), "x"), Token(start, end)
