"""A story's articles → its updates, timeline and figures. The whole flow, in one function."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from briefings.analyse import Analysis, analyse
from briefings.merge import earliest_first, merge_claims
from briefings.model import Article, Briefing, Claim, EventDate, Kind, Precision, Sentence, Span, TopicUpdate
from briefings.placing import place_articles
from briefings.shorten import COMFORTABLE
from briefings.story import OTHER, Story
from briefings.tally import tally_figures
from briefings.timeline import order_by_day

_COPY = 0.85  # claims as alike as this are copies of one text


def compose(story: Story, articles: Iterable[Article]) -> Briefing:
    """Compose the briefing of a story. Pure: the same articles, in any order, once or twice, give the same briefing."""
    placed = place_articles(_drop_copies(articles), story)
    analyses = [_analyse(article, story) for article in placed]
    claims = [claim for analysis in analyses for claim in analysis.claims]
    clusters = merge_claims(claims, story)
    updates: list[TopicUpdate] = []
    cluster_of: dict[Span, str] = {}
    for cluster in clusters:
        update = _make_update(cluster)
        if update is not None:
            updates.append(update)
            for claim in cluster:
                cluster_of.setdefault(claim.sentence.span, update.id)
    ordered = tuple(sorted(updates, key=lambda update: (update.when.start or "9999", -update.score, update.id)))
    return Briefing(
        story=story.name,
        articles=placed,
        updates=ordered,
        timeline=tuple(update.id for update in order_by_day(ordered)),
        figures=tally_figures(claims, story),
        sentences=tuple(
            _with_cluster(sentence, cluster_of) for analysis in analyses for sentence in analysis.sentences
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


def _make_update(cluster: Sequence[Claim]) -> TopicUpdate | None:
    """The update that a cluster becomes; None where none of its claims can be said in the room there is."""
    sayable = [claim for claim in cluster if claim.text]
    if not sayable:
        return None
    when = _find_when(cluster)
    best = max(sayable, key=lambda claim: (_quality(claim, when), earliest_first(claim)))
    sources = {claim.span for claim in cluster} | ({best.said_in} if best.said_in else set())
    outlets = _count_outlets(cluster)
    return TopicUpdate(
        id=_make_id(cluster[0]),
        topic=best.topic,
        text=best.text or "",
        kind=best.kind,
        when=when,
        said_by=best.said_by,
        sources=tuple(sorted(sources, key=lambda span: (span.article, span.start))),
        outlets=outlets,
        score=round(_weigh(best, when, len(outlets), min(claim.position for claim in cluster)), 3),
    )


def _make_id(first: Claim) -> str:
    """A cluster is known by its earliest claim, so that what later articles add does not change its id."""
    return "u" + hashlib.sha256(f"{first.span.article}:{first.span.start}".encode()).hexdigest()[:11]


def _find_when(cluster: Sequence[Claim]) -> EventDate:
    """The day of a cluster: one written out goes before one that was counted from the article's day."""
    explicit = Counter(claim.when for claim in cluster if claim.explicit_date and claim.when != EventDate())
    resolved = Counter(claim.when for claim in cluster if claim.when != EventDate())
    votes = explicit or resolved
    return (
        min(votes, key=lambda when: (-votes[when], when.precision is not Precision.DAY, when.start or ""))
        if votes
        else EventDate()
    )


def _quality(claim: Claim, when: EventDate) -> float:
    """Which of several wordings a reader is best served by: dated, attributed, with its figures, in one line or two."""
    length = len(claim.text or "")
    return (
        2.0 * (claim.when == when and when != EventDate())
        + 1.5 * (claim.said_by is not None)
        + 1.0 * len(claim.numbers)
        + 0.3 * min(3, len(claim.names))
        - 1.0 * (length > COMFORTABLE)
        - 0.5 * (length < 50)
    )


def _count_outlets(cluster: Sequence[Claim]) -> tuple[str, ...]:
    """Distinct outlets in order of publication; a copy, of an agency's or of another's text, adds none."""
    counted: list[Claim] = []
    for claim in cluster:
        if claim.outlet and not any(_is_copy(claim, other) for other in counted):
            counted.append(claim)
    return tuple(dict.fromkeys(claim.outlet for claim in counted if claim.outlet))


def _is_copy(a: Claim, b: Claim) -> bool:
    if a.agency and a.agency == b.agency:
        return True
    return len(a.lemmas & b.lemmas) >= _COPY * len(a.lemmas | b.lemmas)


def _weigh(claim: Claim, when: EventDate, outlets: int, position: int) -> float:
    """How much an update matters: corroboration, specificity, position; what is background or of no topic weighs less."""
    return (
        1.0 * min(outlets, 4)
        + 0.8 * min(2, len(claim.figures))
        + 0.5 * (when.precision is Precision.DAY)
        + 0.2 * min(3, len(claim.names))
        + 0.6 / (1 + position)
        + 0.4 * (claim.kind is Kind.EVENT)
        - 2.0 * (claim.kind is Kind.BACKGROUND)
        - 1.0 * (claim.topic == OTHER)
    )


def _with_cluster(sentence: Sentence, cluster_of: dict[Span, str]) -> Sentence:
    return replace(sentence, cluster=cluster_of.get(sentence.span))
