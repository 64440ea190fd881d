"""Find the claims that are near enough to be compared: of about one time, with words in common.

What is compared depends on the two claims alone, never on how many others there are; so a story that grows article by
article is compared exactly as one that is composed at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from briefings.clustering.claim import Claim

_REACH = timedelta(days=7)  # between the days on which two reports of one thing are published
_SHARED = 3  # words that two claims have in common
_FEW = 4  # words of a claim so short that two are enough

_Words = dict[str, list[Claim]]


class Neighbours:
    """The claims of a story, by their words and days."""

    def __init__(self, unspecific: frozenset[str]) -> None:
        """:param unspecific: words that bring nothing together, as the names of the story's places."""
        self._unspecific = unspecific
        self._published: dict[date | None, _Words] = defaultdict(lambda: defaultdict(list))
        self._happened: dict[str, _Words] = defaultdict(lambda: defaultdict(list))
        self._short: set[Claim] = set()

    def add(self, claim: Claim) -> None:
        """Remember a claim."""
        own = self._words(claim)
        if len(own) <= _FEW:
            self._short.add(claim)
        for words in self._places_of(claim):
            for lemma in own:
                words[lemma].append(claim)

    def remove(self, claim: Claim) -> None:
        """Forget a claim."""
        own = self._words(claim)
        self._short.discard(claim)
        for words in self._places_of(claim):
            for lemma in own:
                words[lemma].remove(claim)

    def near(self, claim: Claim) -> Iterator[Claim]:
        """Yield the claims that may tell the same: published within a week or of one day, with words in common."""
        own = self._words(claim)
        shared = _count_shared(own, self._published_near(claim.published_on))
        if claim.when.start in self._happened:
            shared |= _count_shared(own, [self._happened[claim.when.start]])
        short = len(own) <= _FEW
        for other, count in shared.items():
            if count >= _SHARED or (count == _SHARED - 1 and (short or other in self._short)):
                yield other

    def _words(self, claim: Claim) -> frozenset[str]:
        return claim.lemmas - self._unspecific

    def _places_of(self, claim: Claim) -> Iterator[_Words]:
        yield self._published[claim.published_on]
        if claim.when.start:
            yield self._happened[claim.when.start]

    def _published_near(self, day: date | None) -> Iterable[_Words]:
        """Return the words of the claims published near a day; undated ones are near to all."""
        if day is None:
            return tuple(self._published.values())
        days = [None, *(day + timedelta(days=offset) for offset in range(-_REACH.days, _REACH.days + 1))]
        return [self._published[each] for each in days if each in self._published]


def _count_shared(own: frozenset[str], places: Iterable[_Words]) -> Counter[Claim]:
    """Count for each claim how many of these words it has."""
    return Counter(chain.from_iterable(words[lemma] for words in places for lemma in own if lemma in words))
