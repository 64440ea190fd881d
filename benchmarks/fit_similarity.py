"""Fit the weights of :mod:`briefings.clustering.similarity` anew: ``python -m benchmarks.fit_similarity PAIRS.jsonl``.

A line of the file is one pair: ``{"s1": …, "s2": …, "label": "agree" | "disagree" | "other"}``.
"""

import json
import math
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefings.clustering.alignment import ComparedText
from briefings.clustering.similarity import list_evidence

_FOLDS = 5
_RIDGE = 1.0
_MOST_WRONG = 0.065  # share of the contradictions that may be merged
_STEPS = 12


class Pair(NamedTuple):
    """What is seen of a pair (1 first, for the bias), whether it agrees, whether it contradicts, and its group."""

    seen: list[float]
    agrees: bool
    contradicts: bool
    group: int


class Quality(NamedTuple):
    """How well a threshold tells pairs that agree."""

    f1: float
    precision: float
    recall: float
    wrong: float


def main(path: Path) -> None:
    """Print the cross-validated quality, then bias and weights fitted on all pairs."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    names = list(_list_evidence(lines[0]))
    pairs = _read_pairs(lines)
    print("cross-validated:", cross_validate(pairs))
    weights = fit(pairs)
    threshold = choose_threshold([(_score(weights, pair), pair) for pair in pairs])
    print(f"_BIAS = {weights[0] - threshold:.2f}")
    for name, weight in zip(names, weights[1:], strict=True):
        print(f'    "{name}": {weight:.2f},')


def cross_validate(pairs: Sequence[Pair]) -> Quality:
    """Weights and threshold from the other folds; pairs that share a headline are in one fold."""
    groups = sorted({pair.group for pair in pairs})
    random.Random(0).shuffle(groups)
    fold_of = {group: index % _FOLDS for index, group in enumerate(groups)}
    judged: list[tuple[float, Pair]] = []
    for fold in range(_FOLDS):
        rest = [pair for pair in pairs if fold_of[pair.group] != fold]
        weights = fit(rest)
        threshold = choose_threshold([(_score(weights, pair), pair) for pair in rest])
        judged += [(_score(weights, pair) - threshold, pair) for pair in pairs if fold_of[pair.group] == fold]
    return measure(judged, 0.0)


def fit(pairs: Sequence[Pair]) -> list[float]:
    """Ridge logistic regression by Newton's method."""
    size = len(pairs[0].seen)
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [-_RIDGE * weight * (index > 0) for index, weight in enumerate(weights)]
        bend = [[_RIDGE * (row == column) for column in range(size)] for row in range(size)]
        for pair in pairs:
            guess = 1 / (1 + math.exp(-_score(weights, pair)))
            for row, value in enumerate(pair.seen):
                if value:
                    slope[row] += value * (pair.agrees - guess)
                    for column in range(size):
                        bend[row][column] += guess * (1 - guess) * value * pair.seen[column]
        weights = [weight + step for weight, step in zip(weights, _solve(bend, slope), strict=True)]
    return weights


def choose_threshold(judged: Sequence[tuple[float, Pair]]) -> float:
    """The threshold with the best F1 at which few enough contradictions are merged."""
    tried = [(measure(judged, score), score) for score in sorted({score for score, _ in judged})[::10]]
    return max((quality.f1, score) for quality, score in tried if quality.wrong <= _MOST_WRONG)[1]


def measure(judged: Sequence[tuple[float, Pair]], threshold: float) -> Quality:
    """Precision, recall and F1 of merging from the threshold on, and the share of the contradictions merged."""
    merged = [pair for score, pair in judged if score >= threshold]
    right = sum(pair.agrees for pair in merged)
    precision, recall = right / max(1, len(merged)), right / sum(pair.agrees for _, pair in judged)
    wrong = sum(pair.contradicts for pair in merged) / sum(pair.contradicts for _, pair in judged)
    return Quality(2 * precision * recall / max(precision + recall, 1e-9), precision, recall, wrong)


def _list_evidence(line: dict[str, str]) -> Mapping[str, float]:
    return list_evidence(ComparedText(line["s1"]), ComparedText(line["s2"]))


def _read_pairs(lines: Sequence[dict[str, str]]) -> list[Pair]:
    """Number the groups of pairs that are linked by a shared headline."""
    leader: dict[str, str] = {}

    def find(text: str) -> str:
        while leader.setdefault(text, text) != text:
            text = leader[text]
        return text

    for line in lines:
        leader[find(line["s1"])] = find(line["s2"])
    number: dict[str, int] = {}
    return [
        Pair(
            [1.0, *_list_evidence(line).values()],
            line["label"] == "agree",
            line["label"] == "disagree",
            number.setdefault(find(line["s1"]), len(number)),
        )
        for line in lines
    ]


def _score(weights: Sequence[float], pair: Pair) -> float:
    return sum(weight * value for weight, value in zip(weights, pair.seen, strict=True))


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Gauss–Jordan elimination; the matrix is positive definite, so no row needs to be exchanged."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for index, pivot in enumerate(rows):
        pivot[:] = [value / pivot[index] for value in pivot]
        for other in rows:
            if other is not pivot and other[index]:
                other[:] = [value - other[index] * base for value, base in zip(other, pivot, strict=True)]
    return [row[-1] for row in rows]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
