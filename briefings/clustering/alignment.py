"""Two sentences laid beside each other, word by word: which words of one are which of the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from briefings.dates import WEEKDAYS
from briefings.parsing.quantities import find_numbers
from briefings.text.arabic import STOP_WORDS, Word, find_lemma, fold, split_words, word_forms
from briefings.text.word_relations import (
    IDLE,
    NEGATIONS,
    Place,
    find_country,
    find_kind,
    find_root,
    find_sides,
    find_synonyms,
)

# The day is compared elsewhere, by what it means: «الأحد» and «2 يناير» may be one.
_MONTHS = (
    "يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر"
    "|شباط|اذار|نيسان|ايار|حزيران|تموز|ايلول|(?:كانون|تشرين) (?:ال)?(?:اول|ثاني)"
)
_WEEKDAYS = "|".join(fold(day) for day in WEEKDAYS)
_DATES = re.compile(
    rf"(?<!\w)(?:و|ف|ب|ل)?(?:(?:\d{{1,2}}(?: من)?|ال\w+ من) )?(?:{_MONTHS})(?: ?/ ?(?:{_MONTHS}))?"
    r"(?: (?:الجاري|الماضي|المقبل|\d{4}))?(?!\w)"
    rf"|(?<!\w)(?:و|ف)?(?:(?:يوم )?(?:امس |اليوم |غد )?(?:{_WEEKDAYS})"
    r"|اليوم|امس|غدا)(?: (?:الماضي|المقبل|الجاري))?(?!\w)"
)
_SIMILAR = 0.6  # of the letter pairs shared: from here on two words may be spellings of one
_PREPOSITIONS = frozenset("في علي الي من عن ضد امام لدي مع الذي التي".split())
_GOVERNED = 2  # words behind a preposition that belong to it: «على فريق الجبل»


class Token(NamedTuple):
    """A content word, and everything it is compared by."""

    folded: str
    forms: frozenset[str]
    lemma: str
    root: str
    sides: frozenset[Place]
    synonyms: frozenset[Place]
    kind: Place | None
    country: Place | None
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared: its content words in order, its numbers, whether it negates.

    ``governed`` has for each word the preposition before it, "" where none is.
    """

    tokens: tuple[Token, ...]
    governed: tuple[str, ...]
    numbers: frozenset[int]
    negated: bool


class Pair(NamedTuple):
    """Two words laid beside each other, by their places."""

    left: int
    right: int
    score: float


@lru_cache(maxsize=20_000)
def read_text(text: str) -> Text:
    """Read a sentence to be compared, without its dates."""
    text = _DATES.sub(" ", fold(text))
    words = split_words(text)
    content = [index for index, word in enumerate(words) if _is_content(word)]
    return Text(
        tokens=tuple(_read_word(words[index].text, words[index].folded) for index in content),
        governed=tuple(_find_preposition(words, index) for index in content),
        numbers=find_numbers(text),
        negated=any(word.folded in NEGATIONS for word in words),
    )


def _find_preposition(words: Sequence[Word], index: int) -> str:
    """The preposition that a word stands behind, or has in front."""
    before = (word.folded for word in reversed(words[max(0, index - _GOVERNED) : index]))
    glued = words[index].folded[:2] if words[index].folded.startswith(("لل", "بال")) else ""
    return glued or next((folded for folded in before if folded in _PREPOSITIONS), "")


def _is_content(word: Word) -> bool:
    bare = word.folded.removeprefix("و") if len(word.folded) > 3 else word.folded
    return (
        bare not in IDLE
        and word.folded not in STOP_WORDS
        and bare not in STOP_WORDS
        and (len(bare) > 1 or bare.isdigit())
    )


@lru_cache(maxsize=50_000)
def _read_word(text: str, folded: str) -> Token:
    root = find_root(text)
    return Token(
        folded,
        word_forms(folded),
        find_lemma(text),
        root,
        find_sides(root),
        find_synonyms(root),
        find_kind(folded),
        find_country(folded),
        frozenset(f" {folded} "[index : index + 2] for index in range(len(folded) + 1)),
    )


def align_words(left: Sequence[Token], right: Sequence[Token]) -> list[Pair]:
    """Lay words beside each other one to one, the surest pairs first."""
    candidates = [
        Pair(i, j, score) for i, a in enumerate(left) for j, b in enumerate(right) if (score := _match(a, b)) > 0
    ]
    candidates.sort(key=lambda pair: (-pair.score, abs(pair.left - pair.right), pair.left))
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for pair in candidates:
        if pair.left not in used_left and pair.right not in used_right:
            used_left.add(pair.left)
            used_right.add(pair.right)
            pairs.append(pair)
    return pairs


def _match(a: Token, b: Token) -> float:
    """How surely two words are one: 1 for the same letters, less for what grammar or wording changes, 0 for others."""
    if a.folded == b.folded:
        return 1.0
    if a.folded[0].isdigit() or b.folded[0].isdigit():
        return 0.0
    if a.forms & b.forms:
        return 0.97
    if a.lemma == b.lemma or a.root == b.root or (a.country and a.country == b.country):
        return 0.9
    if a.sides & b.sides or a.synonyms & b.synonyms:
        return 0.8
    shared = 2 * len(a.letters & b.letters) / (len(a.letters) + len(b.letters))
    return 0.85 * shared if shared >= _SIMILAR else 0.0
