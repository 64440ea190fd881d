"""Find what an article says that is true and little news: it backs up other claims, and is no update by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from briefings.clustering.claim import Claim
from briefings.model import Kind, Precision, Span
from briefings.story import Story

_STATEMENTS = 2  # of one speaker in one article: what else they said can be read at the source


def mark_secondary(claims: Iterable[Claim], story: Story) -> tuple[Claim, ...]:
    """Mark, among the claims of one article, a speaker's statements beyond the weightiest, and courtesies beside news.

    Figures, plans and what happened on a day are never secondary.
    """
    claims = tuple(claims)
    speeches: dict[str, list[Claim]] = defaultdict(list)
    secondary: set[Span] = set()
    heard: set[str | None] = set()  # who says something of weight besides
    for claim in claims:
        if _leans(claim):
            secondary.add(claim.span)
        elif _has_weight(claim):
            heard.add(claim.speaker)
        elif claim.speaker and not claim.traits.scene:
            speeches[claim.speaker].append(claim)
        elif claim.traits.courtesy or claim.traits.scene:
            secondary.add(claim.span)
    for speaker, speech in speeches.items():
        ranked = sorted(speech, key=lambda claim: (-_weigh_statement(claim, story), claim.position, claim.span.start))
        news = [claim for claim in ranked if not claim.traits.courtesy] or ranked[: speaker not in heard]
        secondary |= {claim.span for claim in speech} - {claim.span for claim in news[:_STATEMENTS]}
    if len(secondary) == len(claims) > 0:
        secondary.discard(min(claims, key=lambda claim: claim.span.start).span)  # every article says something
    return tuple(replace(claim, secondary=True) if claim.span in secondary else claim for claim in claims)


def _leans(claim: Claim) -> bool:
    """Return whether a claim is told of «هؤلاء الجنود», «كانت المنظمة», and neither a speaker nor a day carries it."""
    return claim.traits.leaning and not claim.speaker and claim.when.precision is not Precision.DAY


def _has_weight(claim: Claim) -> bool:
    """Return whether a claim is more than words: it counts, tells what happened on a day, or what is to come."""
    if claim.figures or (claim.kind is Kind.EVENT and claim.when.precision is Precision.DAY):
        return True
    if claim.kind is Kind.PLAN and not claim.traits.wish:
        return claim.when.start is not None or claim.traits.vocabulary > 0
    return claim.kind is Kind.EVENT and not claim.traits.courtesy and not claim.traits.scene


def _weigh_statement(claim: Claim, story: Story) -> float:
    """Weigh how much a statement says: of the topics, of whom, with which numbers; a courtesy says little."""
    others = claim.names - {story.title, claim.speaker}
    return claim.traits.vocabulary + 0.5 * min(3, len(others)) + 2.0 * len(claim.numbers) - 3.0 * claim.traits.courtesy
