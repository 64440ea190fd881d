"""Plan which claims become one update, and of which tier the update is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from briefings.clustering.claim import Claim, earliest_first
from briefings.clustering.linkage import Cluster
from briefings.composition.condense import Unit
from briefings.events.event import Event
from briefings.extraction.extract import Lead
from briefings.model import Kind, Tier


def plan_units(
    events: Iterable[Event], clusters: Mapping[Claim, Cluster], leads: Mapping[str, tuple[Lead, ...]]
) -> list[Unit]:
    """Plan the units of a story: the news first, then what adds to news, then details and background.

    :param events: of all days, in order.
    :param clusters: the cluster of each claim.
    :param leads: the leads of each article.
    """
    planner = _Planner(clusters)
    for event in events:
        planner.take(event)
    return [*planner.list_news(), *planner.list_additions(), *planner.list_rest(leads)]


class _Planner:
    """Gives each cluster its place: a cluster belongs to the first news that tells a claim of it."""

    def __init__(self, clusters: Mapping[Claim, Cluster]) -> None:
        self._clusters = dict(clusters)
        self._news_of: dict[Lead, Event] = {}  # the news that a lead tells, repeats or adds to
        self._home: dict[Cluster, Event] = {}
        self._told: dict[Event, list[Claim]] = {}
        self._lines: set[Claim] = set()  # that are told beneath other news
        self._additions: dict[Event, Event] = {}  # for each news, the first event that adds to it
        self._first: dict[Event, Claim] = {}

    def take(self, event: Event) -> None:
        """Take an event in, after all events of the days before and those of its day that have more support."""
        news = event.repeats or event.adds_to or event
        if news is event and not event.is_told:
            return
        news = self._news_of.get(news.first, news)
        self._news_of.update(dict.fromkeys(event.leads, news))
        if news is event:
            for lead in event.leads:
                self._claim_home(lead.main, event)
        elif event.says_more and self._additions.setdefault(news, event) is event:
            self._lines.add(event.first.main)

    def _claim_home(self, claim: Claim, event: Event) -> None:
        """Give a claim to an event, and what is of its cluster too, unless an event before has it.

        What was a line beneath other news before stays apart: the event is news on its own day, though readers have
        seen the line.
        """
        cluster = self._clusters[claim]
        if cluster not in self._home and any(each in self._lines for each in cluster):
            cluster = self._split(cluster, event)
        if self._home.setdefault(cluster, event) is event:
            self._told.setdefault(event, []).append(claim)

    def _split(self, cluster: Cluster, event: Event) -> Cluster:
        """Split off what was published before an event; return the rest, which is never empty."""
        day = event.first.published_on or date.min
        parts: dict[bool, list[Claim]] = {False: [], True: []}
        for claim in cluster:
            parts[(claim.published_on or date.min) >= day].append(claim)
        for part in parts.values():
            self._clusters |= dict.fromkeys(part, tuple(part))
        return tuple(parts[True])

    def list_news(self) -> Iterator[Unit]:
        """Yield the news."""
        claims: dict[Event, list[Claim]] = {}
        for cluster, event in self._home.items():
            claims.setdefault(event, []).extend(cluster)
        for event, members in claims.items():
            unit = Unit(tuple(sorted(members, key=earliest_first)), tuple(self._told[event]), Tier.NEWS)
            self._first[event] = unit.claims[0]
            yield unit

    def list_additions(self) -> Iterator[Unit]:
        """Yield what adds to news: one unit for each at most."""
        for news, event in self._additions.items():
            claim = event.first.main
            cluster = self._clusters[claim]
            if news in self._first and self._home.setdefault(cluster, event) is event:
                yield Unit(cluster, (claim,), Tier.NEWS, self._first[news])

    def list_rest(self, leads: Mapping[str, tuple[Lead, ...]]) -> Iterator[Unit]:
        """Yield details, which belong to the news of their article, and background."""
        for cluster in dict.fromkeys(self._clusters.values()):
            if cluster not in self._home:
                news = self._find_news(cluster, leads)
                recalls = all(claim.kind is Kind.BACKGROUND for claim in cluster)
                tier = Tier.BACKGROUND if news is None or recalls else Tier.DETAIL
                yield Unit(cluster, cluster, tier, None if tier is Tier.BACKGROUND else news)

    def _find_news(self, cluster: Cluster, leads: Mapping[str, tuple[Lead, ...]]) -> Claim | None:
        """Find the first claim of the news with which an article opens that carries a cluster."""
        for claim in cluster:
            for lead in leads[claim.span.article]:
                news = self._news_of.get(lead)
                if news in self._first:
                    return self._first[news]
        return None
