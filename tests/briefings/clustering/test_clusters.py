"""From links to clusters: the best link first, and never two in one cluster that must stay apart."""

from briefings.clustering.claim import Claim
from briefings.clustering.linkage import cluster_claims
from tests.briefings.clustering.claims import make_claim


def cluster(claims: list[Claim], links: dict[tuple[int, int], float]) -> list[list[str]]:
    """Cluster claims by links between them, given by number; return the articles of each cluster."""
    edges: dict[Claim, dict[Claim, float]] = {}
    for (left, right), value in links.items():
        edges.setdefault(claims[left], {})[claims[right]] = value
        edges.setdefault(claims[right], {})[claims[left]] = value
    return [[claim.span.article for claim in each] for each in cluster_claims(claims, edges)]


def test_linked_claims_are_one_cluster_and_the_others_stay_alone() -> None:
    claims = [make_claim(article) for article in "edcba"]
    assert cluster(claims, {}) == [["a"], ["b"], ["c"], ["d"], ["e"]]
    assert cluster(claims, {(0, 1): 1.0, (1, 2): 1.0}) == [["a"], ["b"], ["c", "d", "e"]]
    assert cluster(claims, {(0, 1): 1.0, (2, 3): 1.0, (1, 3): 0.5}) == [["a"], ["b", "c", "d", "e"]]
    assert cluster_claims([], {}) == []


def test_the_best_link_comes_first_and_no_cluster_holds_two_that_must_stay_apart() -> None:
    yes, no, either = make_claim("a", numbers=frozenset({1})), make_claim("b", numbers=frozenset({2})), make_claim("c")
    for order in ([yes, no, either], [either, no, yes], [no, either, yes]):
        names = "".join(claim.span.article for claim in order)
        at = {name: number for number, name in enumerate(names)}
        assert cluster(order, {(at["a"], at["c"]): 1.2, (at["b"], at["c"]): 1.1}) == [["a", "c"], ["b"]]
        assert cluster(order, {(at["a"], at["c"]): 1.1, (at["b"], at["c"]): 1.2}) == [["a"], ["b", "c"]]
        assert cluster(order, {(at["a"], at["c"]): 1.2, (at["b"], at["c"]): 1.2}) == [["a", "c"], ["b"]]


def test_whom_a_cluster_has_taken_in_counts_too() -> None:
    """The second link would bring the third claim beside the first, which it contradicts."""
    claims = [
        make_claim("a", numbers=frozenset({1})),
        make_claim("b"),
        make_claim("c"),
        make_claim("d", numbers=frozenset({2})),
    ]
    links = {(0, 1): 1.9, (2, 3): 1.8, (1, 2): 1.7}
    assert cluster(claims, links) == [["a", "b"], ["c", "d"]]
    # A link that is refused keeps no later one back.
    more = [*claims, make_claim("e")]
    assert cluster(more, {**links, (3, 4): 1.0}) == [["a", "b"], ["c", "d", "e"]]
