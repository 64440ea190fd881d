"""Weigh the words of a story: a word that stands in every article tells nothing."""

import math
from collections import Counter
from collections.abc import Iterable

# Articles that would have none of a story's words. Without them, the words of a story's first articles weigh nothing,
# because all of these articles have them, and reports of one happening are not recognised. Of 0 to 40, five to seven
# serve three running stories best.
_ELSEWHERE = 7
_LEAST = 0.05  # so that two texts of nothing but the story's own words are a little alike


class WordWeights:
    """The inverse document frequency of words, over the articles counted so far."""

    def __init__(self) -> None:
        self._articles = 0
        self._frequency: Counter[str] = Counter()
        self._weights: dict[str, float] = {}

    def count(self, articles: Iterable[frozenset[str]]) -> None:
        """Count articles, each as the set of its words."""
        for words in articles:
            self._articles += 1
            self._frequency.update(words)
        self._weights = {}

    def discount(self, articles: Iterable[frozenset[str]]) -> None:
        """Take back articles that were counted."""
        for words in articles:
            self._articles -= 1
            self._frequency.subtract(words)
        self._weights = {}

    def __getitem__(self, word: str) -> float:
        weight = self._weights.get(word)
        if weight is None:
            weight = max(_LEAST, math.log((self._articles + _ELSEWHERE + 1) / (self._frequency[word] + 0.5)))
            self._weights[word] = weight
        return weight
