"""A story's articles → its updates, timeline and figures. The whole flow, in one function."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from briefings.analyse import Analysis, analyse
from briefings.condense import condense
from briefings.merge import merge_claims
from briefings.model import Article, Briefing, Sentence, Span
from briefings.placing import place_articles
from briefings.story import Story
from briefings.tally import tally_figures
from briefings.timeline import order_by_day


def compose(story: Story, articles: Iterable[Article]) -> Briefing:
    """Compose the briefing of a story. Pure: the same articles, in any order, once or twice, give the same briefing."""
    placed = place_articles(_drop_copies(articles), story)
    analyses = [_analyse(article, story) for article in placed]
    claims = [claim for analysis in analyses for claim in analysis.claims]
    condensed = condense(merge_claims(claims, story), story)
    carried: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for cluster, update in condensed:
        for claim in cluster:
            carried[claim.span.article].append((claim.span, update.id))
    updates = sorted(
        (update for _, update in condensed), key=lambda update: (update.when.start or "9999", -update.score, update.id)
    )
    return Briefing(
        story=story.name,
        articles=placed,
        updates=tuple(updates),
        timeline=tuple(update.id for update in order_by_day(updates)),
        figures=tally_figures(claims, story),
        sentences=tuple(
            _with_cluster(sentence, carried[sentence.span.article])
            for analysis in analyses
            for sentence in analysis.sentences
        ),
    )


@lru_cache(maxsize=20_000)
def _analyse(article: Article, story: Story) -> Analysis:
    """Analysing is pure, so an article that has not changed is not analysed again when another arrives."""
    return analyse(article, story)


def _drop_copies(articles: Iterable[Article]) -> list[Article]:
    """Each article once, in the order of their ids; without an outlet only where nobody has signed the same words."""
    unique = {article.id: article for article in articles}
    signed = {_words(article) for article in unique.values() if article.outlet}
    kept = (article for article in unique.values() if article.outlet or _words(article) not in signed)
    return sorted(kept, key=lambda article: article.id)


def _words(article: Article) -> str:
    return " ".join(article.text[article.body_start :].split())


def _with_cluster(sentence: Sentence, carried: Sequence[tuple[Span, str]]) -> Sentence:
    """The sentence with the update that carries it: the first of those that carry a clause of it."""
    span = sentence.span
    inside = [(clause.start, update) for clause, update in carried if span.start <= clause.start < span.end]
    return replace(sentence, cluster=min(inside)[1]) if inside else sentence
