"""Measure how surely two sentences say the same: one explainable number, from aligned words.

Similarity of topic is not similarity of claim: two headlines on one event share their words whether they agree or
contradict. So words are aligned one to one. What decides is what stays unaligned, what was exchanged for what, what is
denied, and which way things are said to go.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from briefings.clustering.alignment import ComparedText, Pair, Token, align_words
from briefings.text import Polarity, find_root, is_denial, oppose

# Logistic regression on 3,407 pairs of Arabic headlines of 2018 that people had marked as agreeing, contradicting or
# other, shifted so that 0.5 is the threshold. Five-fold cross-validation, pairs that share a headline kept together and
# the threshold set on the other folds: merge F1 .65 (precision .82, recall .54), AUC .87; 6.5 % of the contradictions
# merged.
# `python -m benchmarks.fit_similarity PAIRS` fits them anew.
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
    "roles_exchanged": -8.0,  # by hand: too rare to be fitted, and never one claim
}
_SAME = 0.9  # from here on two aligned words are one
_SUBJECT = 3  # words among which a verb that opens a text has its subject
_OF_BOTH = ("يواجه", "يلتقي", "يجتمع", "يبحث", "يتفق", "يتبادل")  # what one does, the other does too
_WITH = "مع"  # «بحث أ مع ب»: the other way round it is the same
_NEAR = 3  # words between a noun and the word that says which way it goes


def measure_similarity(a: ComparedText, b: ComparedText) -> float:
    """Return how surely two sentences make the same claim, 0 to 1; from 0.5 they may be merged. Symmetric."""
    score = _BIAS + sum(_WEIGHTS[name] * value for name, value in list_evidence(a, b).items())
    return 1 / (1 + math.exp(-score))


def list_evidence(a: ComparedText, b: ComparedText) -> Mapping[str, float]:
    """List what speaks for and against two sentences being one claim, by the names of the weights."""
    return _weigh_evidence(*((a, b) if a.raw <= b.raw else (b, a)))  # so that the order of the two does not matter


@lru_cache(maxsize=2)  # what is asked of two sentences is asked at once: may they be merged, do they contradict
def _weigh_evidence(left: ComparedText, right: ComparedText) -> Mapping[str, float]:
    pairs = align_words(left.tokens, right.tokens)
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
        "roles_exchanged": float(_roles_exchanged(left, right, pairs)),
    }


def _rest(tokens: Sequence[Token], matched: set[int]) -> list[Token]:
    return [token for index, token in enumerate(tokens) if index not in matched]


def _count_exchanges(left: Sequence[Token], right: Sequence[Token], pairs: Sequence[Pair]) -> int:
    """Count the words of one text that stand where the other has another word beside the same neighbour."""
    partner = {pair.left: pair.right for pair in pairs} | {-1: -1, len(left): len(right)}
    open_right = set(range(len(right))) - {pair.right for pair in pairs}
    return sum(
        index not in partner
        and (partner.get(index - 1, -2) + 1 in open_right or partner.get(index + 1, -1) - 1 in open_right)
        for index in range(len(left))
    )


def _denies(rest: Iterable[Token]) -> bool:
    return any(is_denial(token.root) for token in rest)


def _opposed(left: Iterable[Token], right: Iterable[Token]) -> bool:
    """Return whether one text has a polarity and the other its opposite, and neither has both."""
    own = {polarity for token in left for polarity in token.polarities}
    other = {polarity for token in right for polarity in token.polarities}
    return any((pair, -sign) in other and (pair, sign) not in other and (pair, -sign) not in own for pair, sign in own)


def _directions(left: Sequence[Token], right: Sequence[Token], pairs: Iterable[Pair]) -> tuple[bool, bool]:
    """Return whether a thing that both texts name goes the same way in both, and whether one goes opposite ways."""
    same = opposite = False
    for pair in pairs:
        if left[pair.left].polarities:
            continue
        ways_left, ways_right = _find_way(left, pair.left), _find_way(right, pair.right)
        same = same or bool(ways_left & ways_right)
        opposite = opposite or oppose(ways_left - ways_right, ways_right)
    return same, opposite


def _find_way(tokens: Sequence[Token], index: int) -> frozenset[Polarity]:
    """Find the polarities of the nearest word beside a noun that has any."""
    for distance in range(1, _NEAR + 1):
        for place in (index - distance, index + distance):
            if 0 <= place < len(tokens) and tokens[place].polarities:
                return tokens[place].polarities
    return frozenset()


def _other_of_kind(left: Iterable[Token], right: Iterable[Token]) -> bool:
    """Return whether each text names a member of a kind that the other does not: gold here, oil there."""
    kinds_left = {token.kind for token in left if token.kind}
    kinds_right = {token.kind for token in right if token.kind}
    return bool({kind for kind, _ in kinds_left - kinds_right} & {kind for kind, _ in kinds_right - kinds_left})


def _other_country(left: Iterable[Token], right: Iterable[Token]) -> bool:
    countries_left = {token.country for token in left if token.country}
    countries_right = {token.country for token in right if token.country}
    return bool(countries_left - countries_right and countries_right - countries_left)


def _roles_exchanged(left: ComparedText, right: ComparedText, pairs: Sequence[Pair]) -> bool:
    """Return whether two do to each other what the other text says the other way round.

    «فاز أ على ب» and «فاز ب على أ»: the same verb first, its subject here behind the same preposition there.
    «أ تهدد ب» and «ب تهدد أ»: the same verb of the present behind the first word, which there is no first word.
    """
    partner = {pair.left: pair.right for pair in pairs if pair.score >= _SAME}
    if partner.get(0) == 0:
        return any(
            left.governed[y] not in {"", _WITH}
            and right.governed[partner[y]] == ""
            and left.governed[y] == right.governed[partner[x]]
            for x in range(1, _SUBJECT)
            for y in partner
            if x in partner and left.governed[x] == "" and y > x and 0 < partner[y] < _SUBJECT
        )
    first = next((index for index, other in partner.items() if other == 0), 0)
    if partner.get(1) != 1 or first < 2 or partner.get(0, 0) < 2:
        return False
    if left.tokens[1].root in map(find_root, _OF_BOTH):
        return False
    present = left.tokens[1].folded[0] in "يت" and right.tokens[1].folded[0] in "يت"
    return present and not any((left.governed[1], right.governed[1], left.governed[first], right.governed[partner[0]]))
