"""The clusters of a story's claims, kept while claims come and go."""

from collections.abc import Iterable

from briefings.clustering.candidates import Neighbours
from briefings.clustering.linkage import Cluster, cluster_claims, compare, weigh
from briefings.model import Claim
from briefings.relations.graph import Relations
from briefings.story import Story


class Clusters:
    """Claims, how alike they are, the clusters they make, and how these stand to each other.

    A cluster depends only on the claims that hang together with it by likeness. So when claims come or go, what they
    hang together with is clustered anew, nothing else, and the outcome is that of clustering all at once.
    """

    def __init__(self, story: Story) -> None:
        self._places = frozenset(place.name for place in story.places)
        self._neighbours = Neighbours(self._places)
        self._relations = Relations(story)
        self._weights: dict[Claim, int] = {}
        self._likeness: dict[Claim, dict[Claim, float]] = {}
        self._cluster_of: dict[Claim, Cluster] = {}
        self._touched: set[Claim] = set()
        self._broken: dict[Cluster, None] = {}

    def add(self, claims: Iterable[Claim]) -> None:
        """Take claims in and compare each with those near it."""
        for claim in claims:
            own = self._likeness.setdefault(claim, {})
            self._weights[claim] = weigh(claim.lemmas, claim.names, self._places)
            near = tuple(self._neighbours.near(claim))
            for other in near:
                if score := compare(claim, other, self._weights, self._places):
                    own[other] = self._likeness[other][claim] = score
            self._relations.add(claim, near)
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
            for other in self._likeness.pop(claim):
                del self._likeness[other][claim]
                self._touched.add(other)

    def settle(self) -> tuple[tuple[Cluster, ...], tuple[Cluster, ...]]:
        """Cluster anew what was touched; return the clusters that are no more, and those that are instead."""
        connected = self._connect()
        for claim in connected:
            self._break(claim)
        fresh = cluster_claims(connected, self._likeness)
        self._cluster_of |= {claim: cluster for cluster in fresh for claim in cluster}
        broken = tuple(self._broken)
        self._touched, self._broken = set(), {}
        return broken, tuple(fresh)

    def find(self, claim: Claim) -> Cluster:
        """The cluster that a claim is in."""
        return self._cluster_of[claim]

    def find_contradicting(self, cluster: Cluster) -> set[Cluster]:
        """The other clusters with a claim that contradicts one of this."""
        return {self._cluster_of[claim] for claim in self._relations.contradicting(cluster)} - {cluster}

    def find_earlier(self, cluster: Cluster) -> set[Cluster]:
        """The other clusters with a claim that one of this develops."""
        return {self._cluster_of[claim] for claim in self._relations.earlier(cluster)} - {cluster}

    def find_affected(self, fresh: Iterable[Cluster]) -> set[Cluster]:
        """The clusters whose relations may be others since this was asked last: the fresh ones, and those around."""
        claims = {claim for cluster in fresh for claim in cluster}
        claims |= self._relations.related(claims) | self._relations.settle()
        return {self._cluster_of[claim] for claim in claims}

    def _break(self, claim: Claim) -> set[Claim]:
        cluster = self._cluster_of.get(claim)
        if cluster is None:
            return set()
        for each in cluster:
            del self._cluster_of[each]
        self._broken[cluster] = None
        return set(cluster)

    def _connect(self) -> set[Claim]:
        """All claims that hang together with those touched."""
        connected: set[Claim] = set()
        waiting = [claim for claim in self._touched if claim in self._likeness]
        while waiting:
            claim = waiting.pop()
            if claim not in connected:
                connected.add(claim)
                waiting += self._likeness[claim]
        return connected
