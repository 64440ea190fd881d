"""Condense a unit of claims into the update that readers see: the best wording, its day, its sources."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.clustering.claim import Claim, earliest_first
from briefings.clustering.linkage import Cluster
from briefings.compression.padding import COMFORTABLE
from briefings.model import EventDate, Kind, Precision, Tier, TopicUpdate
from briefings.story import OTHER

_COPY = 0.85  # of all words of both: claims that share so many are copies of one text
_NOT_WHOLE = re.compile(r"[؟?]|[:：]\s*[.»\"]*$|^\(|[،,]\s*\.?$")
_REPEATED = 3  # days on which an outlet has a sentence word for word, as it repeats no report
_BEST_LENGTH = 90  # characters: one or two lines on a phone


@dataclass(frozen=True, slots=True)
class Unit:
    """The claims of one update."""

    claims: Cluster
    sayable: Cluster  # those among them whose words may be told
    tier: Tier
    part_of: Claim | None = None  # the first claim of the news that it belongs to


def condense(unit: Unit) -> TopicUpdate | None:
    """Condense a unit into an update.

    :return: None if none of its claims can be said whole, if all are secondary, or if it is a line of the outlet's own.
    """
    if _is_own_line(unit.claims):
        return None
    best = _choose_wording(unit.sayable)
    if best is None or (unit.tier is not Tier.NEWS and all(claim.secondary for claim in unit.claims)):
        return None
    return _make_update(unit, best)


def make_id(first: Claim) -> str:
    """Make the id of an update from its earliest claim, so that what later articles add does not change the id."""
    return "u" + hashlib.sha256(f"{first.span.article}:{first.span.start}".encode()).hexdigest()[:11]


def _is_own_line(claims: Cluster) -> bool:
    """Return whether one outlet alone says it, day after day in the same words, and of nothing that is in the story."""
    first = claims[0]
    if first.outlet is None or first.traits.vocabulary or first.names:
        return False
    is_one_s = all((claim.outlet, claim.span.text) == (first.outlet, first.span.text) for claim in claims)
    return is_one_s and len({claim.published_on for claim in claims} - {None}) >= _REPEATED


def _choose_wording(claims: Sequence[Claim]) -> Claim | None:
    """Choose the claim whose text serves readers best; None if none can be said in the room there is."""
    when = _find_when(claims)
    sayable = sorted((claim for claim in claims if claim.text and _is_whole(claim.text)), key=earliest_first)
    return max(sayable, key=lambda claim: _quality(claim, when), default=None)


def _is_whole(text: str) -> bool:
    """Return whether a text says something by itself: it asks nothing, and announces nothing that does not follow."""
    return _NOT_WHOLE.search(text) is None


def _quality(claim: Claim, when: EventDate) -> float:
    """Rate a text: from an opening, dated, attributed, with its figures and names, in one line or two."""
    length = len(claim.text or "")
    return (
        2.0 * (claim.shown == when and when != EventDate())
        + 1.0 * (claim.position == 0)
        + 0.5 * (claim.said_by is not None)
        + 1.0 * len(claim.numbers)
        + 0.3 * min(3, len(claim.names))
        - 0.5 * (length > COMFORTABLE)
        - 1.0 * claim.traits.scene
        - abs(length - _BEST_LENGTH) / 100
    )


def _make_update(unit: Unit, best: Claim) -> TopicUpdate:
    when = _find_when(unit.sayable if unit.tier is Tier.NEWS else unit.claims)
    sources = {claim.span for claim in unit.claims} | ({best.named_in} if best.named_in else set())
    outlets = _count_outlets(unit.claims)
    position = min(claim.position for claim in unit.claims)
    return TopicUpdate(
        id=make_id(unit.claims[0]),
        topic=best.topic,
        text=best.text or "",
        kind=best.kind,
        when=when,
        said_by=best.said_by,
        sources=tuple(sorted(sources, key=lambda span: (span.article, span.start))),
        outlets=outlets,
        score=round(_weigh(best, when, max(1, len(outlets)), position), 3),
        tier=unit.tier,
        part_of=make_id(unit.part_of) if unit.part_of else None,
    )


def _find_when(claims: Sequence[Claim]) -> EventDate:
    """Find the day: one written out goes before one counted from the article's day, and that before a report's day."""
    dated = [claim for claim in claims if claim.shown != EventDate()]
    own = [claim for claim in dated if claim.shown.precision is not Precision.REPORTED]
    if not own:
        return min((claim.shown for claim in dated), key=lambda when: when.start or "", default=EventDate())
    votes = Counter(claim.shown for claim in own if claim.explicit_date) or Counter(claim.shown for claim in own)
    return min(votes, key=lambda when: (-votes[when], when.precision is not Precision.DAY, when.start or ""))


def _count_outlets(cluster: Sequence[Claim]) -> tuple[str, ...]:
    """List the distinct outlets in order of publication; a copy, of an agency's or of another's text, adds none."""
    counted: list[Claim] = []
    for claim in cluster:
        if claim.outlet and not any(_is_copy(claim, other) for other in counted):
            counted.append(claim)
    return tuple(dict.fromkeys(claim.outlet for claim in counted if claim.outlet))


def _is_copy(a: Claim, b: Claim) -> bool:
    """Return whether one text stands behind both: they name the agency, or the words are the same."""
    agencies = {a.agency, b.agency} - {None}
    if any(agency in {a.agency, a.outlet} and agency in {b.agency, b.outlet} for agency in agencies):
        return True
    return len(a.lemmas & b.lemmas) >= _COPY * len(a.lemmas | b.lemmas)


def _weigh(claim: Claim, when: EventDate, outlets: int, position: int) -> float:
    """Weigh how much an update matters: corroboration, specificity, position. Background and no topic weigh less."""
    return (
        1.0 * min(outlets, 4)
        + 0.8 * min(2, len(claim.figures))
        + 0.5 * (when.precision is Precision.DAY)
        + 0.2 * min(3, len(claim.names))
        + 0.1 * min(5, claim.traits.vocabulary)
        + 0.6 / (1 + position)
        + 0.4 * (claim.kind is Kind.EVENT)
        - 0.6 * claim.traits.courtesy
        - 2.0 * (claim.kind is Kind.BACKGROUND)
        - 1.0 * (claim.topic == OTHER)
    )
