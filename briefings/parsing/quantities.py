"""Numbers in Arabic text: how many, how exactly, and of what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.model import FigureMention, Qualifier, Span
from briefings.story import Counted, Story
from briefings.text.arabic import Word, fold, split_words, word_forms
from briefings.text.numbers import is_numeral, read_cardinal, read_scaled

# What is counted in any story; a story file adds its own.
COMMON = tuple(
    Counted(key=key, label=label, words=tuple(words.split()))
    for key, label, words in (
        ("killed", "القتلى", "قتيل قتيلا قتلى مقتل قتل قتلوا مصرع وفاة وفيات حياة بحياة شهيد شهداء حتفهم"),
        ("injured", "المصابون", "إصابة إصابات أصيب مصاب مصابا مصابين جريح جريحا جرحى جرح"),
        (
            "detained",
            "الموقوفون",
            "اعتقال اعتقالات اعتقل اعتقلت توقيف أوقفت أوقف موقوف موقوفين القبض احتجاز احتجزت محتجز محتجزين",
        ),
        ("troops", "الجنود", "جندي جنديا جنود عسكري عسكريا"),
    )
)

_VAGUE = {"عشرات": 10, "مئات": 100, "مءات": 100, "مات": 100, "الاف": 1_000, "ملايين": 1_000_000}
_QUALIFIERS = (
    (
        Qualifier.MORE_THAN,
        r"(?:اكثر من|ازيد من|ما يزيد (?:علي|عن)|يزيد (?:علي|عن)|لا يقل عن|لا تقل عن|ما لا يقل عن|فوق|يتجاوز|تجاوز)",
    ),
    (Qualifier.LESS_THAN, r"(?:اقل من|ما يقل عن|دون|لا يزيد (?:علي|عن)|حتي)"),
    (Qualifier.ABOUT, r"(?:نحو|حوالي|قرابه|زهاء|ما يقارب|يقارب|تقريبا)"),
)
_QUALIFIED = re.compile(
    r"(?:^|\s)(?:و|ف|ب|ل)?(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _QUALIFIERS) + r")\s+(?:ال)?$"
)
_QUALIFIER_WORDS = 4  # that the longest of them has
_NOT_COUNTED = frozenset(
    fold(word)
    for word in (
        "يوم يوما أيام يومين شهر شهرا أشهر شهور عام عاما أعوام سنة سنوات ساعة ساعات دقيقة دقائق أسبوع أسابيع أسبوعا "
        "قرن عقود مرة مرات بالمئة بالمائة دولار دولارا يورو متر مترا كيلومتر كيلومترا كلم درجة"
    ).split()
)
_NO_UNIT = frozenset(fold(word) for word in "من في على إلى عن أن إن خلال بعد قبل و أو ثم بينهم بين".split())
_PERCENT = re.compile(r"\s*(?:[%٪]|في (?:ال)?م(?:ئ|ائ)ه)")
_AT_LEAST, _AT_MOST = (fold(phrase).split() for phrase in ("على الأقل", "على الأكثر"))
_PER_DAY = re.compile(r"(?:يوم امس|امس|في يوم واحد|خلال يوم|خلال 24 ساعه|خلال الساعات ال ?24|اليوم)")
_IN_TOTAL = re.compile(r"(?:اجمالي|مجموع|حصيله|منذ (?:بدايه|اندلاع|بدء|انطلاق))")


@dataclass(frozen=True, slots=True)
class _Number:
    first: int  # words, inclusive
    last: int
    value: int
    vague: bool


@lru_cache(maxsize=16)
def counted_things(story: Story) -> tuple[Counted, ...]:
    """What the story counts: its own first, then what any story does."""
    own = {counted.key for counted in story.figures}
    return (*story.figures, *(counted for counted in COMMON if counted.key not in own))


def find_figures(
    text: str, article: str, start: int, story: Story, taken: Sequence[Span] = ()
) -> tuple[FigureMention, ...]:
    """The figures of a clause that count something the story knows, in order.

    :param start: offset of ``text`` in the article, added to every span.
    :param taken: spans of the dates found in it; their numbers are no figures.
    """
    words = split_words(text)
    folded = fold(text)
    figures = []
    for number in _read_numbers(text):
        first, end = words[number.first].start, words[number.last].end
        if any(span.start - start < end and first < span.end - start for span in taken):
            continue
        begin, qualifier = _qualifier(text, words, number.first)
        before = sum(word.end <= begin for word in words)  # words before the figure
        about = _what_is_counted(words, number, before, text, story)
        if about is None:
            continue
        unit, last = _unit(words, number, text)
        last, qualifier = _trailing_qualifier(words, last, qualifier)
        span = Span(article, start + begin, start + words[last].end, text[begin : words[last].end])
        period = (
            "day" if about == "detained" and _PER_DAY.search(folded) else "total" if _IN_TOTAL.search(folded) else None
        )
        figures.append(
            FigureMention(span, number.value, Qualifier.VAGUE if number.vague else qualifier, about, unit, period)
        )
    return tuple(figures)


def find_numbers(text: str, taken: Sequence[tuple[int, int]] = ()) -> frozenset[int]:
    """Every number in a text, whatever it counts, in digits or in words; none of those in the stretches taken."""
    words = split_words(text)
    return frozenset(
        number.value
        for number in _read_numbers(text)
        if not any(start < words[number.last].end and words[number.first].start < end for start, end in taken)
    )


@lru_cache(maxsize=4_000)
def _read_numbers(text: str) -> tuple[_Number, ...]:
    """The numbers of a text, in order; remembered, for several steps ask."""
    words = split_words(text)
    numbers: list[_Number] = []
    for index, word in enumerate(words):
        if (
            (not numbers or index > numbers[-1].last)
            and _begins_number(word.folded)
            and (number := _read_number(words, index))
        ):
            numbers.append(number)
    return tuple(numbers)


def _read_number(words: Sequence[Word], index: int) -> _Number | None:
    """Digits with a scale, a vague plural, or number words; a bare «واحد» is no figure."""
    folded = words[index].folded
    vague = _find_vague(folded)
    if vague:
        return _Number(index, index, vague, vague=True)
    number = read_scaled(words, index) or read_cardinal(words, index)
    counts = number and (number.value > 1 or folded[0].isdecimal())
    return _Number(index, number.last, number.value, vague=False) if number and counts else None


@lru_cache(maxsize=50_000)
def _begins_number(folded: str) -> bool:
    return is_numeral(folded) or is_numeral(folded[1:]) or _find_vague(folded) is not None


def _find_vague(folded: str) -> int | None:
    return max((_VAGUE[form] for form in word_forms(folded) if form in _VAGUE), default=None)


def _qualifier(text: str, words: Sequence[Word], number: int) -> tuple[int, Qualifier]:
    """Where the figure begins with its qualifier, and which it is; ``number`` is its first word without one."""
    # Folding may shorten the text, so the qualifier is looked for word by word.
    end = words[number].start
    for word in words[max(0, number - _QUALIFIER_WORDS) : number]:
        match = _QUALIFIED.fullmatch(fold(text[word.start : end]))
        if match:
            return word.start, Qualifier(match.lastgroup or Qualifier.EXACTLY)
    return end, Qualifier.EXACTLY


def _trailing_qualifier(words: Sequence[Word], last: int, qualifier: Qualifier) -> tuple[int, Qualifier]:
    """«على الأقل» and «على الأكثر» behind the figure."""
    following = [word.folded for word in words[last + 1 : last + 3]]
    if following == _AT_LEAST:
        return last + 2, Qualifier.MORE_THAN
    return (last + 2, Qualifier.LESS_THAN) if following == _AT_MOST else (last, qualifier)


def _unit(words: Sequence[Word], number: _Number, text: str) -> tuple[str, int]:
    """The counted noun as written, without its accusative ending, and the last word of the figure."""
    index = number.last + 1
    if index >= len(words) or words[index].folded in _NO_UNIT or words[index].folded[0].isdecimal():
        return "", number.last
    if text[words[number.last].end : words[index].start].strip():
        return "", number.last  # something stands between them
    bare = re.sub("[\u064b-\u0652]", "", words[index].text)
    accusative = bare.endswith("ا") and (number.value % 100 in range(11, 100) or bare != words[index].text)
    return (bare[:-1] if accusative else bare), index


def _what_is_counted(words: Sequence[Word], number: _Number, before: int, text: str, story: Story) -> str | None:
    """What governs the figure if it says so («مقتل 5 جنود»), else the counted noun, else the nearest word that does.

    :param before: how many words stand before the figure and its qualifier.
    """
    after = words[number.last + 1 : number.last + 2]
    if (after and after[0].folded in _NOT_COUNTED) or _PERCENT.match(fold(text[words[number.last].end :])):
        return None
    cues = _cues(story)
    nearest = (_cue(word, cues) for word in (*words[max(0, before - 1) : before], *after))
    if key := next(filter(None, nearest), None):
        return key
    for position in range(before - 1, max(-1, before - 12), -1):
        if any(mark in text[words[position].end : words[position + 1].start] for mark in "؛.:"):
            break
        if position and _begins_number(words[position - 1].folded):
            continue  # what another number counts («5 جنود و3 مدنيين») says nothing of this one
        if key := _cue(words[position], cues):
            return key
    return None


def _cue(word: Word, cues: Mapping[str, tuple[int, str]]) -> str | None:
    return min((cues[form] for form in word_forms(word.folded) if form in cues), default=(0, None))[1]


@lru_cache(maxsize=16)
def _cues(story: Story) -> dict[str, tuple[int, str]]:
    """Each folded word that says what is counted, with the rank and key of what it says."""
    ranked = reversed([*enumerate(counted_things(story))])
    return {fold(word): (rank, counted.key) for rank, counted in ranked for word in counted.words}
