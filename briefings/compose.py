"""A story's articles → its updates, timeline and figures: at once, or article by article, with the same result."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefings.analyse import Analysis, analyse
from briefings.clusters import Clusters
from briefings.condense import condense
from briefings.model import Article, Briefing, Claim, Sentence, TopicUpdate
from briefings.placing import place_articles, wants_day
from briefings.story import Story
from briefings.tally import tally_figures
from briefings.timeline import order_by_day


def compose(story: Story, articles: Iterable[Article]) -> Briefing:
    """Compose the briefing of a story. Pure: the same articles, in any order, once or twice, give the same briefing."""
    composer = Composer(story)
    composer.add(articles)
    return composer.make_briefing()


@dataclass(frozen=True, slots=True)
class Change:
    """What adding articles changed: updates that are new or other than before, and ids that are no more."""

    updates: tuple[TopicUpdate, ...] = ()
    gone: tuple[str, ...] = ()


class Composer:
    """A story being composed. Adding articles one by one, in any order, gives what adding all at once gives."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._given: dict[str, Article] = {}  # as handed in, without copies
        self._copies: dict[str, list[Article]] = defaultdict(list)  # by their words
        self._placed: dict[str, Article] = {}
        self._analyses: dict[str, Analysis] = {}
        self._clusters = Clusters(frozenset(place.name for place in story.places))
        self._updates: dict[Claim, TopicUpdate] = {}  # by the first claim of their cluster

    def add(self, articles: Iterable[Article]) -> Change:
        """Take articles in; those known already change nothing."""
        fresh = self._keep_new(articles)
        # Whoever has no day of his own may be told it by the new ones.
        undated = [article for article in self._given.values() if wants_day(article)] if fresh else []
        wanted = {article.id: article for article in (*fresh, *undated)}
        for article in place_articles(tuple(wanted.values()), self._story, self._given.values()):
            if self._placed.get(article.id) != article:
                self._take_out(article.id)
                self._placed[article.id] = article
                self._analyses[article.id] = analyse(article, self._story)
                self._clusters.add(self._analyses[article.id].claims)
        return self._settle()

    def make_briefing(self) -> Briefing:
        """The briefing of all articles taken in so far."""
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
        """The new articles; of two with the same words, one that names no outlet gives way to one that does."""
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
            copies.append(article)
            self._given[article.id] = fresh[article.id] = article
        return list(fresh.values())

    def _take_out(self, article_id: str) -> None:
        if self._placed.pop(article_id, None):
            self._clusters.remove(self._analyses.pop(article_id).claims)

    def _settle(self) -> Change:
        broken, fresh = self._clusters.settle()
        before = {
            update.id: update for cluster in broken if (update := self._updates.pop(cluster[0], None)) is not None
        }
        for cluster in fresh:
            update = condense(cluster, self._story)
            if update:
                self._updates[cluster[0]] = update
        after = {update.id: update for cluster in fresh if (update := self._updates.get(cluster[0])) is not None}
        changed = tuple(update for key, update in after.items() if before.get(key) != update)
        return Change(changed, tuple(sorted(before.keys() - after.keys())))

    def _list_sentences(self, article_id: str) -> Iterator[Sentence]:
        """An article's sentences, each with the update that carries it: the first of those that carry a clause."""
        analysis = self._analyses[article_id]
        carried = [
            (claim.span.start, self._updates[first].id)
            for claim in analysis.claims
            if (first := self._clusters.find(claim)[0]) in self._updates
        ]
        for sentence in analysis.sentences:
            inside = (update for start, update in carried if sentence.span.start <= start < sentence.span.end)
            yield replace(sentence, cluster=next(inside, None))
