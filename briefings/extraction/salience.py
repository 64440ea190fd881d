"""What an article says that is true and little news: it backs up other claims, and is no update by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from briefings.model import Claim, Kind, Precision, Qualifier, Span
from briefings.parsing.attribution import find_generic
from briefings.parsing.clauses import is_courtesy, is_leaning, is_scene, is_wish
from briefings.parsing.topics import count_vocabulary
from briefings.story import Story
from briefings.text.arabic import split_words

_STATEMENTS = 2  # of one speaker in one article: what else he said can be read at the source
_SUBJECT = 3  # words of background among which its subject stands


def mark_minor(claims: Iterable[Claim], story: Story) -> tuple[Claim, ...]:
    """Mark, among the claims of one article, a speaker's statements beyond his weightiest, and courtesies beside news.

    Figures, plans and what happened on a day are never minor.
    """
    claims = tuple(claims)
    speeches: dict[str, list[Claim]] = defaultdict(list)
    minor: set[Span] = set()
    heard: set[str | None] = set()  # who says something of weight besides
    for claim in claims:
        if _leans(claim):
            minor.add(claim.span)
        elif _has_weight(claim, story):
            heard.add(claim.speaker)
        elif claim.speaker and not is_scene(claim.span.text):
            speeches[claim.speaker].append(claim)
        elif is_courtesy(claim.span.text) or is_scene(claim.span.text):
            minor.add(claim.span)
    for speaker, speech in speeches.items():
        ranked = sorted(speech, key=lambda claim: (-_weigh_statement(claim, story), claim.position, claim.span.start))
        news = [claim for claim in ranked if not is_courtesy(claim.span.text)] or ranked[: speaker not in heard]
        minor |= {claim.span for claim in speech} - {claim.span for claim in news[:_STATEMENTS]}
    if len(minor) == len(claims) > 0:
        minor.discard(min(claims, key=lambda claim: claim.span.start).span)  # every article says something
    return tuple(replace(claim, minor=True) if claim.span in minor else claim for claim in claims)


def _leans(claim: Claim) -> bool:
    """Whether a claim is told of «هؤلاء الجنود», «كانت المنظمة», and only the sentence before says which they are."""
    if claim.speaker or claim.when.precision is Precision.DAY:
        return False
    subject = split_words(claim.span.text)[:_SUBJECT]
    if claim.kind is Kind.BACKGROUND and any(find_generic(word.text) for word in subject):
        return True
    exact = any(figure.qualifier is not Qualifier.VAGUE for figure in claim.figures)
    return is_leaning(claim.span.text) and not exact


def _has_weight(claim: Claim, story: Story) -> bool:
    """Whether a claim is more than words: it counts something, tells what happened on a day, or what is to come."""
    if claim.figures or (claim.kind is Kind.EVENT and claim.when.precision is Precision.DAY):
        return True
    if claim.kind is Kind.PLAN and not is_wish(claim.span.text):
        return claim.when.start is not None or count_vocabulary(claim.span.text, story) > 0
    return claim.kind is Kind.EVENT and not is_courtesy(claim.span.text) and not is_scene(claim.span.text)


def _weigh_statement(claim: Claim, story: Story) -> float:
    """How much a statement says: of the topics, of whom, with which numbers; a courtesy says little."""
    others = claim.names - {story.title, claim.speaker}
    return (
        count_vocabulary(claim.span.text, story)
        + 0.5 * min(3, len(others))
        + 2.0 * len(claim.numbers)
        - 3.0 * is_courtesy(claim.span.text)
    )
