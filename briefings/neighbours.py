"""Which claims are near enough to be compared: of about one time, with words in common.

What is compared depends on the two claims alone, never on how many others there are; so a story that grows article by
article is compared exactly as one that is composed at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from briefings.model import Claim

_REACH = timedelta(days=7)  # between the days on which two reports of one thing are published
_SHARED = 3  # words that two claims have in common
_FEW = 4  # words of a claim so short that two are enough

_Words = dict[str, list[Claim]]


class Neighbours:
    """Claims by their words and days."""

    def __init__(self, unspecific: frozenset[str]) -> None:
        """:param unspecific: words that bring nothing together, as the names of the story's places."""
        self._unspecific = unspecific
        self._published: dict[date | None, _Words] = defaultdict(lambda: defaultdict(list))
        self._happened: dict[str, _Words] = defaultdict(lambda: defaultdict(list))

    def add(self, claim: Claim) -> None:
        """Remember a claim."""
        for words in self._places_of(claim):
            for lemma in self._words(claim):
                words[lemma].append(claim)

    def remove(self, claim: Claim) -> None:
        """Forget a claim."""
        for words in self._places_of(claim):
            for lemma in self._words(claim):
                words[lemma].remove(claim)

    def near(self, claim: Claim) -> Iterator[Claim]:
        """The claims that may tell the same: published within a week, or of the same day, and with words in common."""
        own = self._words(claim)
        shared: Counter[Claim] = Counter()
        for words in self._published_near(claim.published_on):
            for lemma in own & words.keys():
                shared.update(words[lemma])
        if claim.when.start:
            far: Counter[Claim] = Counter()
            words = self._happened.get(claim.when.start, {})
            for lemma in own & words.keys():
                far.update(words[lemma])
            shared |= far
        for other, count in shared.items():
            if count >= _SHARED or (count == _SHARED - 1 and min(len(own), len(self._words(other))) <= _FEW):
                yield other

    def _words(self, claim: Claim) -> frozenset[str]:
        return claim.lemmas - self._unspecific

    def _places_of(self, claim: Claim) -> Iterator[_Words]:
        yield self._published[claim.published_on]
        if claim.when.start:
            yield self._happened[claim.when.start]

    def _published_near(self, day: date | None) -> Iterable[_Words]:
        """Undated articles are near to all."""
        if day is None:
            return tuple(self._published.values())
        days = [None, *(day + timedelta(days=offset) for offset in range(-_REACH.days, _REACH.days + 1))]
        return [self._published[each] for each in days if each in self._published]
