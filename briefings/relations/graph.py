"""Keep which claims contradict and which develop another, while claims come and go.

Like the similarity of two claims, their relation depends on the two alone; so a story that grows article by article has
the relations of one that is composed at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from briefings.clustering.claim import Claim
from briefings.relations.contradiction import contradicts
from briefings.relations.developing import Voices, develops
from briefings.story import Story

_REACH = 14  # days between two counts of one series

_Graph = dict[Claim, set[Claim]]


class Relations:
    """The relations of a story's claims."""

    def __init__(self, story: Story) -> None:
        self._voices: Voices = {
            name.name: frozenset(name.topics) for name in (*story.people, *story.bodies) if name.topics
        }
        self._places = frozenset(place.name for place in story.places) - {story.title}
        self._contradicting: _Graph = defaultdict(set)  # both ways
        self._earlier: _Graph = defaultdict(set)
        self._later: _Graph = defaultdict(set)
        self._counted: dict[tuple[str, date], set[Claim]] = defaultdict(set)  # by what they count, and as of when

    def compare(self, claim: Claim, other: Claim) -> None:
        """Compare two claims that have words in common, and are of about one time."""
        if contradicts(claim, other):
            self._join(self._contradicting, claim, self._contradicting, other)

    def add(self, claim: Claim) -> None:
        """Take a claim in."""
        for other in self._counted_near(claim):
            if develops(claim, other, self._voices, self._places):
                self._join(self._earlier, claim, self._later, other)
            elif develops(other, claim, self._voices, self._places):
                self._join(self._later, claim, self._earlier, other)
        for key in _count_keys(claim):
            self._counted[key].add(claim)

    def remove(self, claim: Claim) -> None:
        """Take a claim out again."""
        for key in _count_keys(claim):
            self._counted[key].discard(claim)
        for graph, back in (
            (self._contradicting, self._contradicting),
            (self._earlier, self._later),
            (self._later, self._earlier),
        ):
            for other in graph.pop(claim, ()):
                back[other].discard(claim)

    def contradicting(self, claims: Iterable[Claim]) -> set[Claim]:
        """Return the claims that contradict any of these."""
        return _neighbours(self._contradicting, claims)

    def earlier(self, claims: Iterable[Claim]) -> set[Claim]:
        """Return the claims that any of these develop."""
        return _neighbours(self._earlier, claims)

    def _join(self, graph: _Graph, claim: Claim, back: _Graph, other: Claim) -> None:
        graph[claim].add(other)
        back[other].add(claim)

    def _counted_near(self, claim: Claim) -> set[Claim]:
        """Return the claims that count the same as of another day not far from this one's."""
        days = [timedelta(offset) for offset in range(-_REACH, _REACH + 1) if offset]
        keys = [(about, day + offset) for about, day in _count_keys(claim) for offset in days]
        return set().union(*(self._counted[key] for key in keys if key in self._counted))


def _count_keys(claim: Claim) -> Iterator[tuple[str, date]]:
    day = claim.as_of
    if day:
        yield from {(figure.about, day) for figure in claim.figures}


def _neighbours(graph: Mapping[Claim, set[Claim]], claims: Iterable[Claim]) -> set[Claim]:
    return set().union(*(graph[claim] for claim in claims if claim in graph))
