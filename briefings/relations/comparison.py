"""How the values of one figure stand to each other, and which of them may be laid side by side. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from briefings.model import Figure, FigureMention, FigureValue, Qualifier, Relation
from briefings.text import find_root, fold

_PEOPLE = {fold(word) for word in ("", "شخص", "أشخاص", "آخرين", "آخر", "فرد", "أفراد", "إنسان")}  # people of any kind
_ABOUT = 0.1  # «نحو 6000» leaves so much room on both sides


def split_by_side(figure: Figure) -> tuple[Figure, ...]:
    """Split a figure into one for each side whose people are counted, in the order in which the sides appear.

    The relation of each is that of its own values: 200 Tajik soldiers do not stand beside 2,000 Russian ones.
    """
    sides: dict[str, list[FigureValue]] = defaultdict(list)
    for value in figure.values:
        sides[value.side].append(value)
    if len(sides) < 2:
        return (figure,)
    return tuple(replace(figure, relation=relate(values), values=tuple(values)) for values in sides.values())


def relate(values: Sequence[FigureValue]) -> Relation:
    """Find how values of one figure, of one place, stand to each other; vague ones («عشرات») contradict no exact one.

    Values are not comparable if they count other people, of another side or another period. They conflict if they are
    of one day and no number is meant by both. They develop if they grow with the days, or if the one who counted
    before counts anew.
    """
    exact = [value for value in values if value.qualifier is not Qualifier.VAGUE] or list(values)
    if len(exact) == 1:
        return Relation.SINGLE
    if len({(find_population(value.unit), value.period, value.side, value.series) for value in exact}) > 1:
        return Relation.NOT_COMPARABLE
    if all(_leave_room(a, b) for a in exact for b in exact):
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


def _leave_room(a: FigureValue, b: FigureValue) -> bool:
    """Return whether one number may be meant by both."""
    (low_a, high_a), (low_b, high_b) = _room(a), _room(b)
    return low_a <= high_b and low_b <= high_a


def _room(value: FigureValue) -> tuple[float, float]:
    about = value.value * _ABOUT if value.qualifier is Qualifier.ABOUT else 0
    high = float("inf") if value.qualifier in {Qualifier.MORE_THAN, Qualifier.VAGUE} else value.value + about
    return (0 if value.qualifier in {Qualifier.LESS_THAN, Qualifier.VAGUE} else value.value - about), high


def find_population(unit: str) -> str:
    """Return whom a figure counts, as a key to compare by; empty for people of any kind («شخص», «آخرين»)."""
    return "" if fold(unit) in _PEOPLE else find_root(unit)  # «سفينة» and «سفن» meet in it


def is_single(figure: FigureMention, figures: Iterable[FigureMention]) -> bool:
    """Return whether no other of the figures counts the same, so that it is plain which stands against which."""
    return sum(other.about == figure.about for other in figures) == 1
