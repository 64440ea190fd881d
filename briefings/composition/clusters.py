"""Keep the clusters of a story's claims while claims come and go."""

from collections.abc import Iterable

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
        self._broken: dict[Cluster, None] = {}

    def add(self, claims: Iterable[Claim]) -> None:
        """Take claims in and compare each with those near it."""
        for claim in claims:
            own = self._links.setdefault(claim, {})
            self._weights[claim] = weigh(claim.lemmas, claim.names, self._places)
            near = tuple(self._neighbours.near(claim))
            for other in near:
                if score := score_link(claim, other, self._weights, self._places):
                    own[other] = self._links[other][claim] = score
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
            for other in self._links.pop(claim):
                del self._links[other][claim]
                self._touched.add(other)

    def settle(self) -> tuple[tuple[Cluster, ...], tuple[Cluster, ...]]:
        """Cluster anew what was touched.

        :return: the clusters that are no more, and those that are instead.
        """
        connected = self._connect()
        for claim in connected:
            self._break(claim)
        fresh = cluster_claims(connected, self._links)
        self._cluster_of |= {claim: cluster for cluster in fresh for claim in cluster}
        broken = tuple(self._broken)
        self._touched, self._broken = set(), {}
        return broken, tuple(fresh)

    def find(self, claim: Claim) -> Cluster:
        """Return the cluster that a claim is in."""
        return self._cluster_of[claim]

    def find_contradicting(self, cluster: Cluster) -> set[Cluster]:
        """Find the other clusters with a claim that contradicts one of this."""
        return {self._cluster_of[claim] for claim in self._relations.contradicting(cluster)} - {cluster}

    def find_earlier(self, cluster: Cluster) -> set[Cluster]:
        """Find the other clusters with a claim that one of this develops."""
        return {self._cluster_of[claim] for claim in self._relations.earlier(cluster)} - {cluster}

    def find_affected(self, fresh: Iterable[Cluster]) -> set[Cluster]:
        """Find the clusters whose relations may have changed since this was last asked: fresh ones and those around."""
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
        """Return all claims that are connected with those touched."""
        connected: set[Claim] = set()
        waiting = [claim for claim in self._touched if claim in self._links]
        while waiting:
            claim = waiting.pop()
            if claim not in connected:
                connected.add(claim)
                waiting += self._links[claim]
        return connected
