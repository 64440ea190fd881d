"""Find what adding articles changed: what is new or changed, what is gone, what stands in whose place."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from briefings.clustering.linkage import Cluster
from briefings.model import TopicUpdate

Told = Mapping[Cluster, TopicUpdate]


@dataclass(frozen=True, slots=True)
class Superseding:
    """An update, and those in whose place it stands, as they were; itself among them if it reads otherwise now."""

    update: TopicUpdate
    replaced: tuple[TopicUpdate, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What adding articles changed.

    ``updates`` are new or changed, also in their sources and relations. ``gone`` are the ids that are no more.
    ``supersedes`` says which updates tell otherwise what was told before: a text or a figure that grew, two that became
    one, one that became two.
    """

    updates: tuple[TopicUpdate, ...] = ()
    gone: tuple[str, ...] = ()
    supersedes: tuple[Superseding, ...] = ()


def find_change(before: Told, after: Told) -> Change:
    """Find what changed between two compositions, each the updates by their claims."""
    known = {update.id: update for update in before.values()}
    standing = {update.id: update for update in after.values()}
    changed = tuple(update for key, update in sorted(standing.items()) if known.get(key) != update)
    gone = tuple(sorted(known.keys() - standing.keys()))
    broken = {claims: update for claims, update in before.items() if after.get(claims) != update}
    fresh = {claims: update for claims, update in after.items() if before.get(claims) != update}
    return Change(changed, gone, tuple(find_superseding(broken, fresh)))


def find_superseding(before: Told, after: Told) -> Iterator[Superseding]:
    """Find what stands in the place of what, by the clauses that both carry.

    :param before: the clusters that are no more, with their updates.
    :param after: the clusters that are instead, with theirs.
    """
    known = {update.id for update in before.values()}
    standing = {update.id: update for update in after.values()}
    carried: dict[Hashable, list[TopicUpdate]] = defaultdict(list)
    for cluster, old in before.items():
        for claim in cluster:
            carried[claim.key].append(old)
            if old.id not in standing:  # then a copy will do, of an article that gave way to another
                carried[claim.span.text].append(old)
    for cluster, update in after.items():
        keys = (key for claim in cluster for key in (claim.key, claim.span.text))
        former = {old.id: old for key in keys for old in carried.get(key, ())}
        replaced = [
            former[key]
            for key in sorted(former)
            if update.id not in known or not _tells_the_same(former[key], standing.get(key))
        ]
        if replaced:
            yield Superseding(update, tuple(replaced))


def _tells_the_same(a: TopicUpdate, b: TopicUpdate | None) -> bool:
    """Return whether readers would be told the same, whatever it rests on."""
    return b is not None and (a.topic, a.text, a.kind, a.when, a.said_by) == (
        b.topic,
        b.text,
        b.kind,
        b.when,
        b.said_by,
    )
