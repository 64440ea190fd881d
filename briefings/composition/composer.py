"""Compose a story's articles into updates, timeline and figures: at once or one by one, with the same result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from briefings.clustering.claim import Claim
from briefings.clustering.linkage import Cluster
from briefings.composition.changes import Change, find_change
from briefings.composition.clusters import Clusters
from briefings.composition.condense import Unit, condense
from briefings.composition.copies import Copies, precede
from briefings.composition.timeline import NamedDay, order_by_day, rank_days
from briefings.composition.units import plan_units
from briefings.events.detection import EventDetector
from briefings.events.event import Opening
from briefings.extraction.analyse import read_article, read_here
from briefings.extraction.extract import Analysis, Extract
from briefings.extraction.extracts import Extracts
from briefings.extraction.publication_date import DayFinder, wants_day
from briefings.extraction.set_aside import SetAside, explain
from briefings.model import Article, Briefing, Figure, Precision, Role, Sentence, Tier, TopicUpdate
from briefings.relations.figures import tally_figures
from briefings.story import Story


def compose(story: Story, articles: Iterable[Article], extracts: Extracts | None = None) -> Briefing:
    """Compose the briefing of a story. Pure: the same articles, in any order, once or twice, give the same briefing.

    :param extracts: reads the articles, as the plain engine does, or faster.
    """
    composer = Composer(story, extracts)
    composer.add(articles)
    return composer.make_briefing()


class Composer:
    """A story being composed. Adding articles one by one, in any order, gives what adding all at once gives."""

    def __init__(self, story: Story, extracts: Extracts | None = None) -> None:
        """:param extracts: reads the articles; without it the plain engine does."""
        self._story = story
        self._extracts = extracts or Extracts(story, read_here)
        self._given: dict[str, Article] = {}  # as handed in, without copies
        self._replaced: set[str] = set()  # articles that have a later version, whether they came or not
        self._copies = Copies()
        self._placed: dict[str, Article] = {}
        self._analyses: dict[str, Analysis] = {}  # of those that were not set aside
        self._surplus: dict[str, str] = {}  # copies that are not read, each with the reason
        self._aside = SetAside()
        self._day_finder = DayFinder(story, self._aside, self._extracts)
        self._clusters = Clusters(story)
        self._events = EventDetector()
        self._condensed: dict[Unit, TopicUpdate | None] = {}
        self._told: dict[Cluster, TopicUpdate] = {}  # by the claims of their unit
        self._figures: tuple[Figure, ...] = ()

    def add(self, articles: Iterable[Article]) -> Change:
        """Take articles in; those that are known already change nothing. One that cannot be read is set aside."""
        read = self._read(self._keep_new(articles))
        before = self._told
        try:
            for article_id, analysis in read.items():
                self._take_in(article_id, analysis)
            self._settle()
        except Exception:  # noqa: BLE001 - the others go on
            for article_id in read:
                self._analyses.pop(article_id, None)
            self._sift(read)
            self._rebuild(self._analyses)
        return find_change(before, self._told)

    @property
    def has_mistakes(self) -> bool:
        """Whether an article is set aside by a mistake of ours."""
        return self._aside.has_mistakes

    def make_briefing(self) -> Briefing:
        """Make the briefing of all articles taken in so far."""
        updates = sorted(
            self._told.values(), key=lambda update: (update.when.start or "9999", -update.score, update.id)
        )
        analyses = [self._analyses[article] for article in sorted(self._analyses)]
        id_of = {claim: update.id for cluster, update in self._told.items() for claim in cluster}
        return Briefing(
            story=self._story.name,
            articles=tuple(self._placed.get(article, self._given[article]) for article in sorted(self._given)),
            updates=tuple(updates),
            timeline=tuple(update.id for update in order_by_day(updates)),
            figures=self._figures,
            days=rank_days(mention for analysis in analyses for mention in _list_named_days(analysis)),
            sentences=tuple(sentence for analysis in analyses for sentence in _list_sentences(analysis, id_of)),
            set_aside=self._aside.reasons,
        )

    def _keep_new(self, articles: Iterable[Article]) -> list[Article]:
        """Keep the new articles; of two with the same words, one without an outlet gives way to one with an outlet."""
        fresh: dict[str, Article] = {}
        for article in self._drop_earlier_versions(articles):
            copies = self._copies.list_same(article)
            same = self._given.get(article.id)
            if same and precede(same) <= precede(article):
                continue
            if any(copy.outlet and not article.outlet for copy in copies):
                continue
            for copy in copies:
                if copy is same or (article.outlet and not copy.outlet):
                    fresh.pop(copy.id, None)
                    self._forget(copy)
            self._copies.add(article)
            self._given[article.id] = fresh[article.id] = article
        before, self._surplus = self._surplus, self._copies.find_surplus()
        readmitted = before.keys() - self._surplus.keys()
        return list((fresh | {article: self._given[article] for article in readmitted & self._given.keys()}).values())

    def _drop_earlier_versions(self, articles: Iterable[Article]) -> list[Article]:
        """Forget the articles of which these are later versions; return those of them that have no later version."""
        new = list(articles)
        self._replaced.update(article.replaces for article in new if article.replaces)
        for article_id in self._replaced & self._given.keys():
            self._forget(self._given[article_id])
        return [article for article in new if article.id not in self._replaced]

    def _forget(self, article: Article) -> None:
        del self._given[article.id]
        self._copies.remove(article)
        self._take_out(article.id)
        self._day_finder.forget(article.id)
        self._aside.forget(article.id)

    def _read(self, fresh: Sequence[Article]) -> dict[str, Analysis]:
        """Read new articles, and anew those whose day the new ones may tell; return what was read, by their ids."""
        undated = [article for article in self._given.values() if wants_day(article)] if fresh else []
        wanted = {article.id: article for article in (*fresh, *undated) if article.id not in self._surplus}
        for article_id in wanted:
            self._aside.forget(article_id)
        for article_id, reason in self._surplus.items():
            if self._aside.reason_of(article_id) != reason:
                self._take_out(article_id)
                self._aside.put(article_id, reason)
        read: dict[str, Analysis] = {}
        for article, extract in self._list_extracts(tuple(wanted.values())):
            self._take_out(article.id)
            if extract.analysis:
                self._placed[article.id] = replace(article, outlet=article.outlet or extract.analysis.outlet)
                read[article.id] = extract.analysis
            elif extract.reason:
                self._aside.put(article.id, extract.reason)
        for article_id in wanted:
            if article_id in self._aside:
                self._take_out(article_id)
        return read

    def _list_extracts(self, articles: Sequence[Article]) -> Iterator[tuple[Article, Extract]]:
        """Yield what is read of articles: of those that have a day, then of those whose day is looked for."""
        dated = [article for article in articles if not wants_day(article)]
        yield from zip(dated, self._extracts.read(dated), strict=True)
        undated = [article for article in articles if wants_day(article)]
        for article, document in self._day_finder.place(undated, self._given.values()):
            if self._placed.get(article.id) != article or article.id not in self._analyses:
                known = self._extracts.find(article)
                yield article, known or self._extracts.note(article, read_article(article, self._story, document))

    def _take_in(self, article_id: str, analysis: Analysis) -> None:
        self._analyses[article_id] = analysis
        self._clusters.add(analysis.claims)
        self._events.add(_open(self._placed[article_id], analysis))

    def _take_out(self, article_id: str) -> None:
        article, analysis = self._placed.pop(article_id, None), self._analyses.pop(article_id, None)
        if article and analysis:
            self._clusters.remove(analysis.claims)
            self._events.remove(_open(article, analysis))

    def _sift(self, suspects: dict[str, Analysis]) -> None:
        """Keep of some articles those with which the story can be composed, and set the others aside."""
        try:
            self._rebuild(self._analyses | suspects)
        except Exception as error:  # noqa: BLE001 - see add
            names = list(suspects)
            if len(names) == 1:
                self._aside.put(names[0], explain(error))
                return
            for half in (names[: len(names) // 2], names[len(names) // 2 :]):
                self._sift({name: suspects[name] for name in half})

    def _rebuild(self, analyses: Mapping[str, Analysis]) -> None:
        """Compose anew from articles that have been read; if that fails, nothing but what it works with is lost."""
        known, self._analyses = self._analyses, {}
        self._clusters, self._events = Clusters(self._story), EventDetector()
        try:
            for article_id, analysis in analyses.items():
                self._take_in(article_id, analysis)
            self._settle()
        except Exception:
            self._analyses = known
            raise

    def _settle(self) -> None:
        """Plan the units anew; condense those that are new, relate all, and tally the figures."""
        leads = {article: analysis.leads for article, analysis in self._analyses.items()}
        units = plan_units(self._events.settle(), self._clusters.settle(), leads)
        condensed = {unit: self._condensed[unit] if unit in self._condensed else condense(unit) for unit in units}
        update_of = {claim: update for unit, update in condensed.items() if update for claim in unit.claims}
        told = {unit.claims: self._relate(unit, update, update_of) for unit, update in condensed.items() if update}
        claims = [claim for article in sorted(self._analyses) for claim in self._analyses[article].claims]
        self._figures = tally_figures(claims, self._story)
        self._condensed, self._told = condensed, told

    def _relate(self, unit: Unit, update: TopicUpdate, update_of: Mapping[Claim, TopicUpdate]) -> TopicUpdate:
        """Return an update with how it stands to others. A detail of news that cannot be told is background."""
        contradicting = {
            update_of[claim].id for claim in self._clusters.find_contradicting(unit.claims) & update_of.keys()
        }
        stays = unit.part_of is None or unit.part_of in update_of
        return replace(
            update,
            contradicts=tuple(sorted(contradicting - {update.id})),
            develops=self._find_developed(unit, update, update_of),
            tier=update.tier if stays else Tier.BACKGROUND,
            part_of=update.part_of if stays else None,
        )

    def _find_developed(self, unit: Unit, update: TopicUpdate, update_of: Mapping[Claim, TopicUpdate]) -> str | None:
        """Find the update on the day directly before; of several of that day, the one of the same speaker, if one."""
        earlier = [claim for claim in self._clusters.find_earlier(unit.claims) if claim in update_of]
        own_day = _first_day(unit.claims)
        days = {
            claim: day for claim in earlier if update_of[claim] is not update and (day := _first_day([claim])) < own_day
        }
        latest = [claim for claim, day in days.items() if day == max(days.values())]
        if len({update_of[claim].id for claim in latest}) > 1:
            speakers = {claim.speaker for claim in unit.claims} - {None}
            latest = [claim for claim in latest if claim.speaker in speakers]
        ids = {update_of[claim].id for claim in latest}
        return ids.pop() if len(ids) == 1 else None


def _open(article: Article, analysis: Analysis) -> Opening:
    return Opening(article.id, article.published_on, analysis.words, analysis.leads)


def _first_day(claims: Iterable[Claim]) -> date:
    """Return the first day for which one of these claims speaks; the last of all days if none says."""
    return min((day for claim in claims if (day := claim.as_of)), default=date.max)


def _list_named_days(analysis: Analysis) -> Iterator[NamedDay]:
    body = (sentence for sentence in analysis.sentences if sentence.role is Role.BODY)
    for position, sentence in enumerate(body):
        for mention in sentence.dates:
            if mention.when.precision is Precision.DAY and mention.when.start:
                yield NamedDay(mention.when.start, analysis.outlet, position)


def _list_sentences(analysis: Analysis, id_of: Mapping[Claim, str]) -> Iterator[Sentence]:
    """Yield an article's sentences, each with the update that carries it: the first that carries a clause of it."""
    carried = [(claim.span.start, id_of[claim]) for claim in analysis.claims if claim in id_of]
    for sentence in analysis.sentences:
        inside = (update for start, update in carried if sentence.span.start <= start < sentence.span.end)
        yield replace(sentence, cluster=next(inside, None))
