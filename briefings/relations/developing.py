"""Find whether a claim develops an earlier one: the same thing counted on a later day. Pure; of the two alone.

«مقتل 164 شخصًا» of 9 January develops «مقتل 26 محتجًا» of the 7th, by another ministry: the later one counts people of
any kind, more of them, and both ministries speak for this thread of the story. Without such voices the words have to
show that one thing is counted.
"""

from collections.abc import Mapping

from briefings.clustering.claim import Claim
from briefings.model import FigureMention, Kind, Qualifier
from briefings.relations.comparison import find_population, is_single

_SHARED = 5  # words, names aside, that two counts of one thing have in common: more than «بلغ عدد المصابين … شخص» has,
_SAME_COUNT = 0.5  # and which part of all their words that is at least

Voices = Mapping[str, frozenset[str]]  # speakers of a story, each with the topics it speaks for


def develops(later: Claim, earlier: Claim, voices: Voices, places: frozenset[str]) -> bool:
    """Return whether what a claim counts is what an earlier one counted, as it stood on a later day.

    :param voices: who speaks for which topics of the story.
    :param places: names of the story's places but its own: two counts of different ones are no series.
    """
    if Kind.PLAN in {later.kind, earlier.kind} or Kind.BACKGROUND in {later.kind, earlier.kind}:
        return False
    day, before = later.as_of, earlier.as_of
    if day is None or before is None or before >= day or later.negated or earlier.negated:
        return False
    if later.names & places != earlier.names & places or later.topic != earlier.topic:
        return False
    told_similarly, told_by_voices = _told_similarly(later, earlier), _told_by_voices(later, earlier, voices)
    return any(
        _continues(new, old)
        and ((told_similarly and _grown_or_own(later, earlier, new, old)) or (told_by_voices and _includes(new, old)))
        for new in later.figures
        for old in earlier.figures
        if is_single(new, later.figures) and is_single(old, earlier.figures)
    )


def _continues(new: FigureMention, old: FigureMention) -> bool:
    """Return whether two figures can be of one series: one thing counted up to a day, neither of one day nor vague."""
    return (
        (new.about, new.side, new.deed) == (old.about, old.side, old.deed)
        and new.value != old.value
        and "day" not in {new.period, old.period}
        and Qualifier.VAGUE not in {new.qualifier, old.qualifier}
    )


def _told_similarly(a: Claim, b: Claim) -> bool:
    own, other = a.lemmas - a.names, b.lemmas - b.names
    return len(own & other) >= max(_SHARED, _SAME_COUNT * len(own | other))


def _told_by_voices(a: Claim, b: Claim, voices: Voices) -> bool:
    return all(claim.topic in voices.get(claim.speaker or "", ()) for claim in (a, b))


def _grown_or_own(later: Claim, earlier: Claim, new: FigureMention, old: FigureMention) -> bool:
    """Return whether the same people are counted, and more of them; fewer only by the same speaker who names a day."""
    if find_population(new.unit) != find_population(old.unit):
        return False
    return new.value > old.value or (later.speaker == earlier.speaker is not None and later.when.start is not None)


def _includes(new: FigureMention, old: FigureMention) -> bool:
    """Return whether the later figure counts more, and people of any kind: nobody counted before is left out."""
    return not find_population(new.unit) and new.value > old.value
