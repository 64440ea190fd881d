"""Whether two claims contradict: one thing told in two ways that cannot both be true. Pure; of the two claims alone.

A reader is shown «تختلف المصادر» beside such a pair, so silence is better than a mistake. What has moved on is no
contradiction (:mod:`briefings.developing`), nor are other people counted, another day, or one source mending itself.
The bounds were set by reading the pairs found in news articles of five outlets; of the 263 pairs of headlines that the
rules for wording (figures aside) found among 3,407, people had marked 260 as contradicting.
"""

import math
from collections.abc import Iterable
from itertools import pairwise

from briefings.alike import compare
from briefings.alike_words import find_root
from briefings.arabic import split_words
from briefings.figures import find_numbers
from briefings.model import Claim, FigureMention, Kind, Qualifier
from briefings.tally import as_of, find_population

_SAME_WORDS = 0.3  # of all words of both: with less in common they are not worth laying beside each other
_ALIGNED = 0.6  # of the longer one's words: from here on two sentences are about one thing
_SAME_COUNT = 0.5  # of the words, names aside: from here on two counts are of one thing
_LEFT = 1.5  # words that both may have for themselves: the one that makes the difference
_ABOUT = 0.1  # «نحو 6000» leaves so much room on both sides
_NOT = frozenset("لا لم لن ليس ليست".split())
_BUT = frozenset("الا سوي غير".split())  # «لم … إلا …» affirms
_IMPERFECT = "ايتن"  # how the verb behind «لا» begins; before a noun it makes a phrase («لا مصداقية»)
_OPEN_QUOTES = frozenset('"«“')


def contradicts(a: Claim, b: Claim) -> bool:
    """Whether two sources tell one thing of one day differently: other figures, one negated, the opposite way."""
    if as_of(a) is None or as_of(a) != as_of(b) or _same_source(a, b) or not _comparable(a, b):
        return False
    return _counts_differ(a, b) or (_share(a.lemmas, b.lemmas) >= _SAME_WORDS and _tell_opposites(a, b))


def _same_source(a: Claim, b: Claim) -> bool:
    """Whether one outlet or agency stands behind both, so that the later one mends the earlier; speakers may differ."""
    if a.speaker and b.speaker and a.speaker != b.speaker:
        return False
    return a.span.article == b.span.article or bool({a.outlet, a.agency} & {b.outlet, b.agency} - {None})


def _comparable(a: Claim, b: Claim) -> bool:
    """Whether both are news, both of what was or both of what is to come, and neither of somebody else."""
    speakers = {a.speaker, b.speaker}
    others = (a.names - b.names - speakers) and (b.names - a.names - speakers)
    return Kind.BACKGROUND not in {a.kind, b.kind} and (a.kind is Kind.PLAN) == (b.kind is Kind.PLAN) and not others


def _counts_differ(a: Claim, b: Claim) -> bool:
    """Whether each counts the same thing once, and the counts leave no room for each other."""
    if _share(a.lemmas - a.names, b.lemmas - b.names) < _SAME_COUNT:
        return False
    return any(
        _same_count(x, y) and _disjoint(x, y) and _is_single(x, a.figures) and _is_single(y, b.figures)
        for x in a.figures
        for y in b.figures
    )


def _same_count(a: FigureMention, b: FigureMention) -> bool:
    return (a.about, a.period, find_population(a.unit)) == (b.about, b.period, find_population(b.unit))


def _is_single(figure: FigureMention, figures: Iterable[FigureMention]) -> bool:
    return sum(other.about == figure.about for other in figures) == 1


def _disjoint(a: FigureMention, b: FigureMention) -> bool:
    """Whether no number is meant by both; «عشرات» leaves room for any."""
    (low_a, high_a), (low_b, high_b) = _room(a), _room(b)
    return high_a < low_b or high_b < low_a


def _room(figure: FigureMention) -> tuple[float, float]:
    value = figure.value
    return {
        Qualifier.EXACTLY: (value, value),
        Qualifier.ABOUT: (value * (1 - _ABOUT), value * (1 + _ABOUT)),
        Qualifier.MORE_THAN: (value, math.inf),
        Qualifier.LESS_THAN: (0, value),
        Qualifier.VAGUE: (0, math.inf),
    }[figure.qualifier]


def _tell_opposites(a: Claim, b: Claim) -> bool:
    """Whether the sentences are one but for a number, a negation or a direction."""
    if a.names - b.names and b.names - a.names:
        return False  # each speaks of his own
    seen = compare(a.span.text, b.span.text)
    left = seen["more_on_both"] * min(len(a.lemmas), len(b.lemmas))
    if seen["aligned"] < _ALIGNED or left > _LEFT or seen["other_of_kind"] or seen["other_country"]:
        return False
    if a.numbers - b.numbers and b.numbers - a.numbers:
        return _number_differs(a, b)
    if a.negated != b.negated:
        return _negates(a, b) or _negates(b, a)
    return bool(seen["opposed"] and seen["opposite_way"] and not seen["same_way"])


def _number_differs(a: Claim, b: Claim) -> bool:
    """Whether they have as many numbers, one of which differs, before the same word: «9 أشهر» and «12 شهرا»."""
    if a.figures or b.figures or len(a.numbers) != len(b.numbers) or len(a.numbers - b.numbers) != 1:
        return False
    (own,), (other) = a.numbers - b.numbers, b.numbers - a.numbers
    unit = _find_unit(a.span.text, own)
    return unit is not None and unit == _find_unit(b.span.text, *other)


def _find_unit(text: str, number: int) -> str | None:
    """The root of the word behind a number written in digits."""
    words = split_words(text)
    return next(
        (
            find_root(after.text)
            for word, after in pairwise(words)
            if word.folded[0].isdecimal() and number in find_numbers(word.text)
        ),
        None,
    )


def _negates(a: Claim, b: Claim) -> bool:
    """Whether the first says, once and in its own words, that not so is what the second says to be so."""
    words = split_words(a.span.text)
    told = {find_root(word.text) for word in split_words(b.span.text)}
    negated = [
        after
        for word, after in pairwise(words)
        if word.folded.removeprefix("و") in _NOT and (word.folded[-1] != "ا" or after.folded[0] in _IMPERFECT)
    ]
    return (
        len(negated) == 1
        and find_root(negated[0].text) in told
        and not any(word.folded in _BUT for word in words)
        and not _OPEN_QUOTES & set(a.span.text[: negated[0].start])
    )


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / (len(a | b) or 1)
