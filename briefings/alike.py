"""Whether two sentences say the same: one explainable number, from words laid beside words.

Likeness of topic is not likeness of claim: two headlines on one event share their words whether they agree or
contradict. So words are aligned one to one, and what decides is what stays unaligned, what was exchanged for what, what
is denied, and which way things are said to go.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from briefings.alike_words import (
    IDLE,
    NEGATIONS,
    Place,
    find_country,
    find_kind,
    find_root,
    find_sides,
    find_synonyms,
    is_denial,
)
from briefings.arabic import STOP_WORDS, Word, find_lemma, fold, split_words, word_forms
from briefings.figures import find_numbers

# Logistic regression on 3,407 pairs of Arabic headlines of 2018 that people had marked as agreeing, contradicting or
# other, shifted so that 0.5 is the threshold. Five-fold cross-validation, pairs that share a headline kept together and
# the threshold set on the other folds: merge F1 .64 (precision .82, recall .53), AUC .87; 6.3 % of the contradictions
# merged.
# `python -m benchmarks.fit_alike PAIRS` fits them anew.
_BIAS = -0.52
_WEIGHTS = {
    "aligned": 1.08,
    "more_on_both": -1.99,
    "exchanged": -2.35,
    "one_negated": -2.11,
    "one_denies": -1.86,
    "opposed": -2.39,
    "same_way": 0.38,
    "opposite_way": -1.44,
    "other_of_kind": -2.96,
    "other_country": -3.33,
    "numbers_differ": -2.21,
    "numbers_on_one_side": -0.64,
    "numbers_same": 0.65,
}
# The day is compared elsewhere, by what it means: «الأحد» and «2 يناير» may be one.
_MONTHS = (
    "يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر"
    "|شباط|اذار|نيسان|ايار|حزيران|تموز|ايلول|(?:كانون|تشرين) (?:ال)?(?:اول|ثاني)"
)
_DATES = re.compile(
    rf"(?<!\w)(?:و|ف|ب|ل)?(?:(?:\d{{1,2}}(?: من)?|ال\w+ من) )?(?:{_MONTHS})(?: ?/ ?(?:{_MONTHS}))?"
    r"(?: (?:الجاري|الماضي|المقبل|\d{4}))?(?!\w)"
    r"|(?<!\w)(?:و|ف)?(?:(?:يوم )?(?:امس |اليوم |غد )?(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه)"
    r"|اليوم|امس|غدا)(?: (?:الماضي|المقبل|الجاري))?(?!\w)"
)
_NEAR = 3  # words between a noun and the word that says which way it goes
_SIMILAR = 0.6  # of the letter pairs shared: from here on two words may be spellings of one


class _Token(NamedTuple):
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
class _Text:
    """A text as it is compared: its content words in order, its numbers, whether it negates."""

    tokens: tuple[_Token, ...]
    numbers: frozenset[int]
    negated: bool


class _Pair(NamedTuple):
    """Two words laid beside each other, by their places."""

    left: int
    right: int
    score: float


def likeness(a: str, b: str) -> float:
    """How surely two sentences make the same claim, 0 to 1; from 0.5 they may be merged. Symmetric."""
    score = _BIAS + sum(_WEIGHTS[name] * value for name, value in compare(a, b).items())
    return 1 / (1 + math.exp(-score))


def compare(a: str, b: str) -> dict[str, float]:
    """What speaks for and against two sentences being one claim, by name; each is weighed in :func:`likeness`."""
    left, right = (_read(text) for text in sorted((a, b)))  # sorted, so that the order of the two does not matter
    pairs = _align(left.tokens, right.tokens)
    rest_left = _rest(left.tokens, {pair.left for pair in pairs})
    rest_right = _rest(right.tokens, {pair.right for pair in pairs})
    longer = max(len(left.tokens), len(right.tokens), 1)
    shorter = max(min(len(left.tokens), len(right.tokens)), 1)
    same_way, opposite_way = _directions(left.tokens, right.tokens, pairs)
    more_left, more_right = left.numbers - right.numbers, right.numbers - left.numbers
    return {
        "aligned": sum(pair.score for pair in pairs) / longer,
        "more_on_both": min(len(rest_left), len(rest_right)) / shorter,
        "exchanged": _count_exchanges(left.tokens, right.tokens, pairs) / longer,
        "one_negated": float(left.negated != right.negated),
        "one_denies": float(_denies(rest_left) != _denies(rest_right)),
        "opposed": float(_opposed(left.tokens, right.tokens)),
        "same_way": float(same_way),
        "opposite_way": float(opposite_way),
        "other_of_kind": float(_other_of_kind(left.tokens, right.tokens)),
        "other_country": float(_other_country(left.tokens, right.tokens)),
        "numbers_differ": float(bool(more_left and more_right)),
        "numbers_on_one_side": float(bool(more_left) != bool(more_right)),
        "numbers_same": float(bool(left.numbers & right.numbers)),
    }


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Text:
    text = _DATES.sub(" ", fold(text))
    words = split_words(text)
    tokens = tuple(_read_word(word.text, word.folded) for word in words if _is_content(word))
    return _Text(
        tokens,
        find_numbers(text),
        any(word.folded in NEGATIONS for word in words),
    )


def _is_content(word: Word) -> bool:
    bare = word.folded.removeprefix("و") if len(word.folded) > 3 else word.folded
    return (
        bare not in IDLE
        and word.folded not in STOP_WORDS
        and bare not in STOP_WORDS
        and (len(bare) > 1 or bare.isdigit())
    )


@lru_cache(maxsize=50_000)
def _read_word(text: str, folded: str) -> _Token:
    root = find_root(text)
    return _Token(
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


def _align(left: Sequence[_Token], right: Sequence[_Token]) -> list[_Pair]:
    """Lay words beside each other one to one, the surest pairs first."""
    candidates = [
        _Pair(i, j, score) for i, a in enumerate(left) for j, b in enumerate(right) if (score := _match(a, b)) > 0
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


def _match(a: _Token, b: _Token) -> float:
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


def _rest(tokens: Sequence[_Token], matched: set[int]) -> list[_Token]:
    return [token for index, token in enumerate(tokens) if index not in matched]


def _count_exchanges(left: Sequence[_Token], right: Sequence[_Token], pairs: Sequence[_Pair]) -> int:
    """How many words of one text stand where the other has another word beside the same neighbour."""
    partner = {pair.left: pair.right for pair in pairs} | {-1: -1, len(left): len(right)}
    open_right = set(range(len(right))) - {pair.right for pair in pairs}
    return sum(
        index not in partner
        and (partner.get(index - 1, -2) + 1 in open_right or partner.get(index + 1, -1) - 1 in open_right)
        for index in range(len(left))
    )


def _denies(rest: Iterable[_Token]) -> bool:
    return any(is_denial(token.root) for token in rest)


def _opposed(left: Iterable[_Token], right: Iterable[_Token]) -> bool:
    """Whether one text takes one side of an axis and the other the other, and neither takes both."""
    sides_left = {side for token in left for side in token.sides}
    sides_right = {side for token in right for side in token.sides}
    return any(
        (axis, -sign) in sides_right and (axis, sign) not in sides_right and (axis, -sign) not in sides_left
        for axis, sign in sides_left
    )


def _directions(left: Sequence[_Token], right: Sequence[_Token], pairs: Iterable[_Pair]) -> tuple[bool, bool]:
    """Whether anything that both texts name goes the same way in both, and whether anything goes opposite ways."""
    same = opposite = False
    for pair in pairs:
        if left[pair.left].sides:
            continue
        ways_left, ways_right = _find_way(left, pair.left), _find_way(right, pair.right)
        same = same or bool(ways_left & ways_right)
        opposite = opposite or any((axis, -sign) in ways_right for axis, sign in ways_left - ways_right)
    return same, opposite


def _find_way(tokens: Sequence[_Token], index: int) -> frozenset[Place]:
    """The sides taken by the nearest word beside a noun that takes one."""
    for distance in range(1, _NEAR + 1):
        for place in (index - distance, index + distance):
            if 0 <= place < len(tokens) and tokens[place].sides:
                return tokens[place].sides
    return frozenset()


def _other_of_kind(left: Iterable[_Token], right: Iterable[_Token]) -> bool:
    """Whether each text names one of a kind that the other does not: gold here, oil there."""
    kinds_left = {token.kind for token in left if token.kind}
    kinds_right = {token.kind for token in right if token.kind}
    return bool({kind for kind, _ in kinds_left - kinds_right} & {kind for kind, _ in kinds_right - kinds_left})


def _other_country(left: Iterable[_Token], right: Iterable[_Token]) -> bool:
    countries_left = {token.country for token in left if token.country}
    countries_right = {token.country for token in right if token.country}
    return bool(countries_left - countries_right and countries_right - countries_left)
