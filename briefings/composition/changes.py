"""What adding articles changed: what is new or other than before, what is no more, what stands in whose place."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from briefings.clustering.linkage import Cluster, claim_key
from briefings.model import TopicUpdate

Told = Mapping[Cluster, TopicUpdate]


@dataclass(frozen=True, slots=True)
class Superseding:
    """An update, and those in whose place it stands, as they were: itself among them where it reads otherwise now."""

    update: TopicUpdate
    replaced: tuple[TopicUpdate, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What adding articles changed.

    ``updates`` are new or other than before (in their sources and relations too), ``gone`` the ids that are no more,
    and ``supersedes`` says which of the updates tell otherwise what was told before: a text or a figure that grew, two
    that became one, one that became two.
    """

    updates: tuple[TopicUpdate, ...] = ()
    gone: tuple[str, ...] = ()
    supersedes: tuple[Superseding, ...] = ()


def find_superseding(before: Told, after: Told) -> Iterator[Superseding]:
    """What stands in the place of what, by the clauses that both carry.

    :param before: the clusters that are no more, with their updates.
    :param after: the clusters that are instead, with theirs.
    """
    known = {update.id for update in before.values()}
    standing = {update.id: update for update in after.values()}
    carried: dict[Hashable, list[TopicUpdate]] = defaultdict(list)
    for cluster, old in before.items():
        for claim in cluster:
            carried[claim_key(claim)].append(old)
            if old.id not in standing:  # then a copy will do, of an article that gave way to another
                carried[claim.span.text].append(old)
    for cluster, update in after.items():
        keys = (key for claim in cluster for key in (claim_key(claim), claim.span.text))
        former = {old.id: old for key in keys for old in carried.get(key, ())}
        replaced = [
            former[key]
            for key in sorted(former)
            if update.id not in known or not _tells_the_same(former[key], standing.get(key))
        ]
        if replaced:
            yield Superseding(update, tuple(replaced))


def _tells_the_same(a: TopicUpdate, b: TopicUpdate | None) -> bool:
    """Whether a reader would be told the same, whatever it rests on."""
    return b is not None and (a.topic, a.text, a.kind, a.when, a.said_by) == (
        b.topic,
        b.text,
        b.kind,
        b.when,
        b.said_by,
    )
