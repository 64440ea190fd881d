"""Tally all values given for what a story counts, and find how they stand to each other. Nothing is added up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from briefings.clustering.claim import Claim
from briefings.model import Figure, FigureMention, FigureValue, Qualifier, Relation
from briefings.parsing.quantities import counted_things
from briefings.story import Story
from briefings.text import find_root, fold

_PEOPLE = {fold(word) for word in ("", "شخص", "أشخاص", "آخرين", "آخر", "فرد", "أفراد", "إنسان")}  # people of any kind


def tally_figures(claims: Iterable[Claim], story: Story) -> tuple[Figure, ...]:
    """Tally the figures in the claims, by what they count, in the story's order; values by day, then size."""
    groups: dict[str, dict[tuple[object, ...], list[tuple[Claim, FigureMention]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for claim in claims:
        for mention in claim.figures:
            key = (mention.value, mention.qualifier, _unit(mention.unit), claim.speaker, mention.period)
            groups[mention.about][key].append((claim, mention))
    places = frozenset(place.name for place in story.places)
    figures = []
    for counted in counted_things(story):
        found = list(groups.get(counted.key, {}).values())
        if found:
            values = sorted((_value(mentions) for mentions in found), key=_by_day)
            where = [frozenset.union(*(claim.names & places for claim, _ in mentions)) for mentions in found]
            relation = Relation.NOT_COMPARABLE if _differ(where) else relate(values)
            figures.append(Figure(counted.key, counted.label, relation, tuple(values)))
    return tuple(figures)


def _differ(where: Sequence[frozenset[str]]) -> bool:
    """Return whether two values are of other places: each names one that the other does not."""
    return any(a - b and b - a for a in where for b in where)


def relate(values: Sequence[FigureValue]) -> Relation:
    """Find how values of one figure, of one place, stand to each other; vague ones («عشرات») contradict no exact one.

    Values are not comparable if they count other people or another period. They conflict if they are of one day and
    not equal. They develop if they grow with the days, or if the one who counted before counts anew.
    """
    exact = [value for value in values if value.qualifier is not Qualifier.VAGUE] or list(values)
    if len(exact) == 1:
        return Relation.SINGLE
    if len({(find_population(value.unit), value.period) for value in exact}) > 1:
        return Relation.NOT_COMPARABLE
    if len({value.value for value in exact}) == 1:
        return Relation.AGREEING
    by_day: dict[date | None, set[int]] = defaultdict(set)
    for value in exact:
        by_day[value.as_of].add(value.value)
    days = sorted(day for day in by_day if day)
    one_a_day = None not in by_day and all(len(numbers) == 1 for numbers in by_day.values())
    series = [max(by_day[day]) for day in days]
    one_speaker = exact[0].by is not None and len({value.by for value in exact}) == 1
    developing = one_a_day and (one_speaker or series == sorted(series))
    return Relation.DEVELOPING if developing else Relation.CONFLICTING


def _value(mentions: Sequence[tuple[Claim, FigureMention]]) -> FigureValue:
    ordered = sorted(mentions, key=lambda pair: (pair[0].as_of or date.max, pair[1].span.article, pair[1].span.start))
    claim, mention = ordered[0]
    sources = tuple(found.span for _, found in ordered)
    return FigureValue(
        mention.value, mention.qualifier, mention.unit, claim.said_by, claim.as_of, mention.period, sources
    )


def _by_day(value: FigureValue) -> tuple[date, int, str]:
    return value.as_of or date.max, value.value, value.by or ""


def _unit(unit: str) -> str:
    return find_root(unit) if unit else ""  # «سفينة» and «سفن» meet in it


def find_population(unit: str) -> str:
    """Return whom a figure counts, as a key to compare by; empty for people of any kind («شخص», «آخرين»)."""
    return "" if fold(unit) in _PEOPLE else _unit(unit)


def is_single(figure: FigureMention, figures: Iterable[FigureMention]) -> bool:
    """Return whether no other of the figures counts the same, so that it is plain which stands against which."""
    return sum(other.about == figure.about for other in figures) == 1
