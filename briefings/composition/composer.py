"""Compose a story's articles into updates, timeline and figures: at once or one by one, with the same result."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from briefings.clustering.claim import Claim
from briefings.clustering.linkage import Cluster
from briefings.composition.changes import Change, find_superseding
from briefings.composition.clusters import Clusters
from briefings.composition.condense import condense
from briefings.composition.timeline import order_by_day
from briefings.extraction.analyse import Analysis, analyse
from briefings.extraction.publication_date import DayFinder, wants_day
from briefings.model import Article, Briefing, Sentence, TopicUpdate
from briefings.relations.figures import tally_figures
from briefings.story import Story


def compose(story: Story, articles: Iterable[Article]) -> Briefing:
    """Compose the briefing of a story. Pure: the same articles, in any order, once or twice, give the same briefing."""
    composer = Composer(story)
    composer.add(articles)
    return composer.make_briefing()


class Composer:
    """A story being composed. Adding articles one by one, in any order, gives what adding all at once gives."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._given: dict[str, Article] = {}  # as handed in, without copies
        self._copies: dict[str, list[Article]] = defaultdict(list)  # by their words
        self._placed: dict[str, Article] = {}
        self._analyses: dict[str, Analysis] = {}
        self._day_finder = DayFinder(story)
        self._clusters = Clusters(story)
        self._updates: dict[Claim, TopicUpdate] = {}  # by the first claim of their cluster

    def add(self, articles: Iterable[Article]) -> Change:
        """Take articles in; those that are known already change nothing."""
        fresh = self._keep_new(articles)
        # The new articles may tell the day of those that have none of their own.
        undated = [article for article in self._given.values() if wants_day(article)] if fresh else []
        wanted = {article.id: article for article in (*fresh, *undated)}
        for article, document in self._day_finder.place(tuple(wanted.values()), self._given.values()):
            if self._placed.get(article.id) != article:
                self._take_out(article.id)
                self._placed[article.id] = article
                self._analyses[article.id] = analyse(article, self._story, document)
                self._clusters.add(self._analyses[article.id].claims)
        return self._settle()

    def make_briefing(self) -> Briefing:
        """Make the briefing of all articles taken in so far."""
        updates = sorted(
            self._updates.values(), key=lambda update: (update.when.start or "9999", -update.score, update.id)
        )
        order = sorted(self._placed)
        claims = [claim for article in order for claim in self._analyses[article].claims]
        return Briefing(
            story=self._story.name,
            articles=tuple(self._placed[article] for article in order),
            updates=tuple(updates),
            timeline=tuple(update.id for update in order_by_day(updates)),
            figures=tally_figures(claims, self._story),
            sentences=tuple(sentence for article in order for sentence in self._list_sentences(article)),
        )

    def _keep_new(self, articles: Iterable[Article]) -> list[Article]:
        """Keep the new articles; of two with the same words, one without an outlet gives way to one with an outlet."""
        fresh: dict[str, Article] = {}
        for article in articles:
            copies = self._copies[" ".join(article.text[article.body_start :].split())]
            if article.id in self._given or any(copy.outlet and not article.outlet for copy in copies):
                continue
            for copy in [copy for copy in copies if article.outlet and not copy.outlet]:
                copies.remove(copy)
                del self._given[copy.id]
                fresh.pop(copy.id, None)
                self._take_out(copy.id)
                self._day_finder.forget(copy.id)
            copies.append(article)
            self._given[article.id] = fresh[article.id] = article
        return list(fresh.values())

    def _take_out(self, article_id: str) -> None:
        if self._placed.pop(article_id, None):
            self._clusters.remove(self._analyses.pop(article_id).claims)

    def _settle(self) -> Change:
        broken, fresh = self._clusters.settle()
        before = {cluster: self._updates.pop(cluster[0]) for cluster in broken if cluster[0] in self._updates}
        for cluster in fresh:
            update = condense(cluster)
            if update:
                self._updates[cluster[0]] = update
        affected = [cluster for cluster in self._clusters.find_affected(fresh) if cluster[0] in self._updates]
        known = {update.id: update for update in before.values()}
        for cluster in {*affected} - {*fresh}:
            known[self._updates[cluster[0]].id] = self._updates[cluster[0]]
        for cluster in affected:
            self._updates[cluster[0]] = self._relate(cluster)
        after = {cluster: self._updates[cluster[0]] for cluster in sorted(affected, key=lambda each: each[0].key)}
        changed = tuple(update for update in after.values() if known.get(update.id) != update)
        gone = known.keys() - {update.id for update in after.values()}
        return Change(changed, tuple(sorted(gone)), tuple(find_superseding(before, after)))

    def _relate(self, cluster: Cluster) -> TopicUpdate:
        """Return the update of a cluster, with how it stands to others."""
        contradicting = (self._updates.get(other[0]) for other in self._clusters.find_contradicting(cluster))
        return replace(
            self._updates[cluster[0]],
            contradicts=tuple(sorted(update.id for update in contradicting if update)),
            develops=self._find_developed(cluster),
        )

    def _find_developed(self, cluster: Cluster) -> str | None:
        """Find the update on the day directly before; of several of that day, the one of the same speaker, if one."""
        told = [other for other in self._clusters.find_earlier(cluster) if other[0] in self._updates]
        days = {other: day for other in told if (day := _first_day(other)) < _first_day(cluster)}
        latest = [other for other, day in days.items() if day == max(days.values())]
        if len(latest) > 1:
            speakers = {claim.speaker for claim in cluster} - {None}
            latest = [other for other in latest if speakers & {claim.speaker for claim in other}]
        return self._updates[latest[0][0]].id if len(latest) == 1 else None

    def _list_sentences(self, article_id: str) -> Iterator[Sentence]:
        """Yield an article's sentences, each with the update that carries it: the first that carries a clause of it."""
        analysis = self._analyses[article_id]
        carried = [
            (claim.span.start, self._updates[first].id)
            for claim in analysis.claims
            if (first := self._clusters.find(claim)[0]) in self._updates
        ]
        for sentence in analysis.sentences:
            inside = (update for start, update in carried if sentence.span.start <= start < sentence.span.end)
            yield replace(sentence, cluster=next(inside, None))


def _first_day(cluster: Cluster) -> date:
    """Return the first day for which a claim of a cluster speaks; the last of all days if none says."""
    return min((day for claim in cluster if (day := claim.as_of)), default=date.max)
