"""Find whether two claims contradict: one thing told in two ways that cannot both be true. Pure; of the two alone.

Readers are shown «تختلف المصادر» beside such a pair, so silence is better than a mistake. A count that goes on is no
contradiction (:mod:`briefings.relations.developing`). Other people counted, another day, or one source that corrects
itself are none either. Which claims must not be merged is another question
(:func:`briefings.clustering.linkage.must_stay_apart`).
The bounds were set by reading what they let through: of 3,407 pairs of headlines, taken as of one day, 98 are found, of
which people had marked 96 as contradicting; in 6,400 news articles of five outlets none is found.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from briefings.clustering.claim import Claim
from briefings.clustering.similarity import list_evidence
from briefings.model import FigureMention, Kind, Qualifier
from briefings.relations.comparison import find_population, is_single
from briefings.text import Polarity, Word, find_root, oppose, polarities_of_word, read_digits

_SAME_WORDS = 0.3  # of all words of both: with less in common they are not worth laying beside each other
_ALIGNED = 0.6  # of the longer one's words: from here on two sentences are about one thing
_SAME_COUNT = 0.5  # of the words, names aside: from here on two counts are of one thing
_LEFT = 0.15  # of the shorter one's words: what both may have for themselves,
_ONE_WORD = 1.5  # or the one word that makes the difference
_ABOUT = 0.1  # «نحو 6000» leaves so much room on both sides
_NOT = frozenset("لا لم لن ليس ليست".split())
_BUT = frozenset("الا سوي غير".split())  # «لم … إلا …» affirms
_IMPERFECT = "ايتن"  # how the verb behind «لا» begins; before a noun it makes a phrase («لا مصداقية»)
_OPEN_QUOTES = frozenset('"«“')


def contradicts(a: Claim, b: Claim) -> bool:
    """Return whether two sources tell one thing differently on one day: other figures, one negated, the opposite."""
    days = (a.as_of, a.published_on)  # what is published later may know more of the same day
    if days[0] is None or days != (b.as_of, b.published_on) or a.traits.looks_back:
        return False
    if _same_source(a, b) or not _comparable(a, b):
        return False
    return _counts_differ(a, b) or (_share(a.lemmas, b.lemmas) >= _SAME_WORDS and _tell_opposites(a, b))


def _same_source(a: Claim, b: Claim) -> bool:
    """Return whether one outlet or agency stands behind both, so that the later mends the earlier; speakers differ."""
    if a.speaker and b.speaker and a.speaker != b.speaker:
        return False
    return a.span.article == b.span.article or bool({a.outlet, a.agency} & {b.outlet, b.agency} - {None})


def _comparable(a: Claim, b: Claim) -> bool:
    """Return whether both are news, both of what was or both of what is to come, and neither of somebody else."""
    speakers = {a.speaker, b.speaker}
    others = (a.names - b.names - speakers) and (b.names - a.names - speakers)
    return Kind.BACKGROUND not in {a.kind, b.kind} and a.traits.looks_ahead == b.traits.looks_ahead and not others


def _counts_differ(a: Claim, b: Claim) -> bool:
    """Return whether each counts the same thing once, and the counts leave no room for each other."""
    if _share(a.lemmas - a.names, b.lemmas - b.names) < _SAME_COUNT:
        return False
    return any(
        _same_count(x, y) and _disjoint(x, y) and is_single(x, a.figures) and is_single(y, b.figures)
        for x in a.figures
        for y in b.figures
    )


def _same_count(a: FigureMention, b: FigureMention) -> bool:
    same_side = a.side == b.side and a.deed == b.deed
    return same_side and (a.about, a.period, find_population(a.unit)) == (b.about, b.period, find_population(b.unit))


def _disjoint(a: FigureMention, b: FigureMention) -> bool:
    """Return whether no number is meant by both; «عشرات» leaves room for any."""
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
    """Return whether the sentences are one but for a number, a negation or a polarity."""
    if a.names - b.names and b.names - a.names:
        return False  # each speaks of his own
    seen = list_evidence(a.wording.whole, b.wording.whole)
    left = max(_LEFT, _ONE_WORD / min(len(a.lemmas), len(b.lemmas)))
    if seen["aligned"] < _ALIGNED or seen["more_on_both"] > left or seen["other_of_kind"] or seen["other_country"]:
        return False
    if a.numbers - b.numbers and b.numbers - a.numbers:
        return _number_differs(a, b)
    not_a, not_b = _find_negated(a), _find_negated(b)
    if not_a or not_b:
        return (not not_b and _negates(a, not_a, b)) or (not not_a and _negates(b, not_b, a))
    opposite = seen["opposed"] and seen["opposite_way"] and not seen["same_way"]
    return bool(opposite) or oppose(_find_opening(a), _find_opening(b))


def _find_opening(claim: Claim) -> frozenset[Polarity]:
    """Find the polarities of the first word: in Arabic mostly the verb of what happened."""
    return frozenset().union(*(polarities_of_word(word.text) for word in claim.wording.text.words[:1]))


def _number_differs(a: Claim, b: Claim) -> bool:
    """Return whether one number differs, between the same words: «بعد 9 أشهر», «بعد 12 شهرا»."""
    if a.figures or b.figures or len(a.numbers) != len(b.numbers) or len(a.numbers - b.numbers) != 1:
        return False
    (own,), (other,) = a.numbers - b.numbers, b.numbers - a.numbers
    around = _find_around(a, own)
    return around is not None and around == _find_around(b, other)


def _find_around(claim: Claim, number: int) -> tuple[str, str] | None:
    """Find the roots of the words before and behind a number written in digits."""
    words = claim.wording.text.words
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if word.folded[0].isdecimal() and number == read_digits(word.folded):
            return find_root(before.text), find_root(after.text)
    return None


def _find_negated(claim: Claim) -> list[Word]:
    """Find the words right behind «لا», «لم», «لن», «ليس» if it negates and makes no phrase as in «لا مصداقية»."""
    return [
        after
        for word, after in pairwise(claim.wording.text.words)
        if word.folded.removeprefix("و") in _NOT and (word.folded[-1] != "ا" or after.folded[0] in _IMPERFECT)
    ]


def _negates(claim: Claim, negated: Sequence[Word], other: Claim) -> bool:
    """Return whether a claim says, once and in its own words, that what the other says to be so is not so."""
    text = claim.wording.text
    return (
        (claim.negated, other.negated, len(negated)) == (True, False, 1)
        and find_root(negated[0].text) in {find_root(word.text) for word in other.wording.text.words}
        and not any(word.folded in _BUT for word in text.words)
        and not _OPEN_QUOTES & set(text.raw[: negated[0].start])
    )


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / (len(a | b) or 1)
