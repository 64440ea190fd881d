"""What an article says that is true and little news: it backs up other claims, and is no update by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from briefings.clauses import is_courtesy
from briefings.model import Claim, Kind, Precision, Span
from briefings.story import Story
from briefings.topics import count_vocabulary

_STATEMENTS = 2  # of one speaker in one article: what else he said can be read at the source


def mark_minor(claims: Iterable[Claim], story: Story) -> tuple[Claim, ...]:
    """Mark, among the claims of one article, a speaker's statements beyond his weightiest, and courtesies beside news.

    Figures, plans and what happened on a day are never minor.
    """
    claims = tuple(claims)
    speeches: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.speaker and _is_only_said(claim):
            speeches[claim.speaker].append(claim)
    minor: set[Span] = set()
    for speech in speeches.values():
        ranked = sorted(speech, key=lambda claim: (-_weigh_statement(claim, story), claim.position, claim.span.start))
        news = [claim for claim in ranked if not is_courtesy(claim.span.text)] or ranked[:1]
        minor |= {claim.span for claim in speech} - {claim.span for claim in news[:_STATEMENTS]}
    return tuple(replace(claim, minor=True) if claim.span in minor else claim for claim in claims)


def _is_only_said(claim: Claim) -> bool:
    dated_event = claim.kind is Kind.EVENT and claim.when.precision is Precision.DAY
    return not claim.figures and not dated_event and (claim.kind is Kind.STATEMENT or is_courtesy(claim.span.text))


def _weigh_statement(claim: Claim, story: Story) -> float:
    """How much a statement says: of the topics, of whom, with which numbers; a courtesy says little."""
    others = claim.names - {story.title, claim.speaker}
    return (
        count_vocabulary(claim.span.text, story)
        + 0.5 * min(3, len(others))
        + 2.0 * len(claim.numbers)
        - 3.0 * is_courtesy(claim.span.text)
    )
