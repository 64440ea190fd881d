"""Tally all values given for what a story counts, and find how they stand to each other. Nothing is added up."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefings.clustering.claim import Claim
from briefings.model import Figure, FigureMention, FigureValue, Precision
from briefings.parsing.carried_speakers import continues_speech, tidy_name
from briefings.parsing.counted import HAPPENS, counted_things
from briefings.relations.comparison import find_population, relate
from briefings.story import Story
from briefings.text import fold, oppose, polarities_of_root

_BEFORE = timedelta(3)  # a story begins so long before its first article
_RUN_UP = timedelta(30)  # what is counted since a day so long before its beginning is of the story
_NEAR = timedelta(3)  # one number told within so many days is one count,
_SHARED = 0.4  # and else if the claims have so many of the shorter one's words in common;
_ALIKE = 0.6  # of the killed more: one attack is told like another
_MANY = 20  # so many of one kind and of any kind on one day are seldom others
_LAST = 20  # with so many of those before a figure is compared, so that the work grows with the figures
_LARGE = 1_000  # two counts are seldom equal by chance


_Kind = tuple[str, str, str, str]  # whom a figure counts, of which side, who acts, and what is done


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure, the claim that tells it, and the day for which it speaks."""

    claim: Claim
    mention: FigureMention
    as_of: date | None


def tally_figures(claims: Iterable[Claim], story: Story) -> tuple[Figure, ...]:
    """Tally the figures in the claims, by what they count, in the story's order; values by day, then size.

    What is counted of a time before the story is left out. One number told again, by whomever, is one value: of the
    day on which it is first told, by whoever is then named with it.
    """
    claims = list(claims)
    begin = _find_beginning(claims, story)
    told: dict[str, list[_Told]] = defaultdict(list)
    past: set[tuple[str, int]] = set()
    for claim in claims:
        for mention in claim.figures:
            as_of = _find_day(claim, mention)
            if begin and _is_of_before(mention, as_of, begin):
                past.add((mention.about, mention.value))
            else:
                told[mention.about].append(_Told(claim, mention, as_of))
    places = frozenset(place.name for place in story.places)
    figures = []
    for counted in counted_things(story):
        of_now = [each for each in told.get(counted.key, []) if not _is_past(each.mention, past)]
        groups = sorted(map(_sort, _group(of_now)), key=lambda group: _by_day(_value(group)))
        if groups:
            series = _number_series(groups, places)
            values = tuple(replace(_value(group), series=each) for group, each in zip(groups, series, strict=True))
            figures.append(Figure(counted.key, counted.label, relate(values), values))
    return tuple(figures)


def _find_beginning(claims: Sequence[Claim], story: Story) -> date | None:
    days = [claim.published_on for claim in claims if claim.published_on]
    return story.begins or (min(days) - _BEFORE if days else None)


def _find_day(claim: Claim, mention: FigureMention) -> date | None:
    when = mention.when
    if when and when.precision is Precision.DAY and when.start:
        return date.fromisoformat(when.start)
    return claim.published_on if when else claim.as_of


def _is_of_before(mention: FigureMention, as_of: date | None, begin: date) -> bool:
    """Return whether a figure is of another time than the story's: it says so, or its day does."""
    if mention.when and mention.when.precision is Precision.AFTER:
        return (mention.when.start or "") < (begin - _RUN_UP).isoformat()
    if mention.when and mention.when.precision is not Precision.DAY:
        return True
    return as_of is not None and as_of < begin


def _is_past(mention: FigureMention, past: Container[tuple[str, int]]) -> bool:
    """Return whether a large number is elsewhere said to be of another time."""
    return mention.value >= _LARGE and (mention.about, mention.value) in past


def _group(told: Iterable[_Told]) -> list[list[_Told]]:
    """Group what tells one count: one number of one side, told of one thing."""
    alike: dict[tuple[object, ...], list[_Count]] = defaultdict(list)
    for each in sorted(told, key=_surest_first):
        mention = each.mention
        counts = alike[(mention.value, mention.qualifier, mention.period == "day")]
        own = next((count for count in counts if count.may_hold(each)), None)
        if own is None:
            own = _Count([], set())
            counts.append(own)
        own.told.append(each)
        own.kinds.add(_find_kind(mention))
    return [count.told for counts in alike.values() for count in counts]


def _surest_first(told: _Told) -> tuple[bool, bool, date, str, int]:
    """Return the key by which figures are grouped: first those that say whose and whom they count."""
    return not told.mention.side, not find_population(told.mention.unit), *_earliest(told)


def _find_kind(mention: FigureMention) -> _Kind:
    whose = fold(mention.side).split()[-1:]  # «رجال الأمن» and «قوات الأمن» are one side
    return find_population(mention.unit), "".join(whose), mention.actor, mention.deed


@dataclass(frozen=True, slots=True)
class _Count:
    """Figures that tell one count, and the different things they say of it."""

    told: list[_Told]
    kinds: set[_Kind]

    def may_hold(self, each: _Told) -> bool:
        """Return whether a figure may count what all of these count, and is near one of the last in time or words."""
        kind = _find_kind(each.mention)
        return all(_may_be_one(kind, other) for other in self.kinds) and any(
            _is_near(each, other) for other in self.told[-_LAST:]
        )


def _may_be_one(a: _Kind, b: _Kind) -> bool:
    """Return whether two figures of one number may count the same: whom, of which side, and what is done with them."""
    (people, side, actor, deed), (other_people, other_side, other_actor, other_deed) = a, b
    if len({people, other_people} - {""}) > 1 or len({side, other_side} - {""}) > 1:
        return False
    if side != other_side and len({actor, other_actor} - {""}) > 1:
        return False
    return not oppose(polarities_of_root(deed), polarities_of_root(other_deed))


def _is_near(a: _Told, b: _Told) -> bool:
    same_people = find_population(a.mention.unit) == find_population(b.mention.unit)
    if not same_people and a.mention.value < _MANY and a.mention.unit and b.mention.unit:
        return False  # «7 أشخاص» and «7 أطفال»
    near = a.as_of is None or b.as_of is None or abs(a.as_of - b.as_of) <= _NEAR
    return near or _share_words(a.claim, b.claim, _ALIKE if a.mention.about in HAPPENS else _SHARED)


def _share_words(a: Claim, b: Claim, part: float) -> bool:
    own, other = a.lemmas - a.names, b.lemmas - b.names
    return len(own & other) >= part * max(1, min(len(own), len(other)))


def _number_series(groups: Sequence[Sequence[_Told]], places: frozenset[str]) -> list[int]:
    """Number the groups: those that count the same thing, at several times or by several sources, have one number."""
    series: list[int] = []
    for index, group in enumerate(groups):
        before_it = range(max(0, index - _LAST), index)
        same = {series[before] for before in before_it if _count_the_same(groups[before], group, places)}
        first = min(same, default=index)
        series = [first if number in same else number for number in series]
        series.append(first)
    return series


def _count_the_same(a: Sequence[_Told], b: Sequence[_Told], places: frozenset[str]) -> bool:
    x, y = a[0].mention, b[0].mention
    if (x.side, x.deed, x.actor, x.period) != (y.side, y.deed, y.actor, y.period) or find_population(
        x.unit
    ) != find_population(y.unit):
        return False
    here, there = (frozenset.union(*(each.claim.names & places for each in group)) for group in (a, b))
    return not (here - there and there - here) and _share_words(a[0].claim, b[0].claim, _SHARED)


def _sort(group: Iterable[_Told]) -> list[_Told]:
    return sorted(group, key=_earliest)


def _earliest(told: _Told) -> tuple[date, str, int]:
    return told.as_of or date.max, told.mention.span.article, told.mention.span.start


def _value(group: Sequence[_Told]) -> FigureValue:
    """Make the value of what tells one count, the earliest first."""
    first = group[0].mention
    by = _find_speaker(group)
    own = [each.mention.unit for each in group if by and _name_speaker(each.claim) == by]
    units = [*filter(None, own), *(each.mention.unit for each in group if find_population(each.mention.unit))]
    periods = {period for each in group if (period := each.mention.period)}
    return FigureValue(
        value=first.value,
        qualifier=first.qualifier,
        unit=next(iter(units), first.unit),
        by=by,
        as_of=group[0].as_of,
        period=min(periods, default=None) if first.period or len(group) > 1 else None,
        sources=tuple(each.mention.span for each in group),
        side=next((each.mention.side for each in group if each.mention.side), ""),
    )


def _find_speaker(group: Sequence[_Told]) -> str | None:
    """Find who says so: of those named on the first day on which one is, the one named most; else the first."""
    named = [(each.as_of, name) for each in group if (name := _name_speaker(each.claim))]
    first = [name for day, name in named if day == named[0][0]]
    return Counter(first).most_common(1)[0][0] if first else None


def _name_speaker(claim: Claim) -> str | None:
    """Return whom a claim names as its speaker, or who goes on speaking in it: «وأضاف أن …»."""
    name, clause = tidy_name(claim.said_by, claim.span.text), claim.span.text
    if name is None:
        return None
    named = claim.speaker in claim.names or _stands_in(fold(name).split()[0].removeprefix("ال"), clause)
    return name if named or continues_speech(clause) else None


def _stands_in(first: str, clause: str) -> bool:
    """Return whether a word stands in a clause, with clitics or without; «تل» does not stand in «مقتل»."""
    return re.search(rf"(?<!\w)[وفبلك]?(?:ال|ل)?{re.escape(first)}(?!\w)", fold(clause)) is not None


def _by_day(value: FigureValue) -> tuple[date, int, str]:
    return value.as_of or date.max, value.value, value.by or ""
