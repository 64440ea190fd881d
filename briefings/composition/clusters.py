"""Keep the clusters of a story's claims while claims come and go."""

from collections.abc import Iterable, Mapping

from briefings.clustering.candidates import Neighbours
from briefings.clustering.claim import Claim
from briefings.clustering.linkage import Cluster, cluster_claims, score_link, weigh
from briefings.relations.graph import Relations
from briefings.story import Story


class Clusters:
    """Claims, the links between them, the clusters they make, and how these stand to each other.

    A cluster depends only on the claims that are connected with it by links. So if claims come or go, only what is
    connected with them is clustered anew, and the outcome is that of clustering all at once.
    """

    def __init__(self, story: Story) -> None:
        self._places = frozenset(place.name for place in story.places)
        self._neighbours = Neighbours(self._places)
        self._relations = Relations(story)
        self._weights: dict[Claim, int] = {}
        self._links: dict[Claim, dict[Claim, float]] = {}
        self._cluster_of: dict[Claim, Cluster] = {}
        self._touched: set[Claim] = set()

    def add(self, claims: Iterable[Claim]) -> None:
        """Take claims in and compare each with those near it."""
        for claim in claims:
            own = self._links.setdefault(claim, {})
            self._weights[claim] = weigh(claim.lemmas, claim.names, self._places)
            for other in self._neighbours.near(claim):
                if score := score_link(claim, other, self._weights, self._places):
                    own[other] = self._links[other][claim] = score
                self._relations.compare(claim, other)
            self._relations.add(claim)
            self._neighbours.add(claim)
            self._touched.add(claim)

    def remove(self, claims: Iterable[Claim]) -> None:
        """Take claims out again."""
        for claim in claims:
            self._neighbours.remove(claim)
            self._relations.remove(claim)
            del self._weights[claim]
            self._touched.discard(claim)
            self._touched |= self._break(claim) - {claim}
            for other in self._links.pop(claim):
                del self._links[other][claim]
                self._touched.add(other)

    def settle(self) -> Mapping[Claim, Cluster]:
        """Cluster anew what was touched; return the cluster of each claim."""
        connected = self._connect()
        for claim in connected:
            self._break(claim)
        self._cluster_of |= {claim: cluster for cluster in cluster_claims(connected, self._links) for claim in cluster}
        self._touched = set()
        return self._cluster_of

    def find_contradicting(self, claims: Iterable[Claim]) -> set[Claim]:
        """Find the claims that contradict any of these."""
        return self._relations.contradicting(claims)

    def find_earlier(self, claims: Iterable[Claim]) -> set[Claim]:
        """Find the claims that any of these develop."""
        return self._relations.earlier(claims)

    def _break(self, claim: Claim) -> set[Claim]:
        cluster = self._cluster_of.get(claim, ())
        for each in cluster:
            del self._cluster_of[each]
        return set(cluster)

    def _connect(self) -> set[Claim]:
        """Return all claims that are connected with those touched."""
        connected: set[Claim] = set()
        waiting = [claim for claim in self._touched if claim in self._links]
        while waiting:
            claim = waiting.pop()
            if claim not in connected:
                connected.add(claim)
                waiting += self._links[claim]
        return connected
