"""Which updates a message shows, and in which order. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from itertools import groupby

from briefings.model import EventDate, Kind, Precision
from briefings.story import OTHER, Story
from storage.model import StoredUpdate, sort_by_weight

_DAYS = {Precision.DAY, Precision.RANGE, Precision.REPORTED}
_IMPORTANT = 3.5  # the lowest score of an important update; about one in six reaches it


def pick_items(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Return the updates that are told by themselves: no details, no background, no parts of other news."""
    return [stored for stored in updates if stored.is_item]


def pick_last(updates: Iterable[StoredUpdate]) -> StoredUpdate | None:
    """Return the news with the latest date; news without a date counts as the earliest."""
    return max(pick_items(updates), key=lambda stored: (stored.update.when.start or "", stored.sequence), default=None)


def pick_background(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Return the weightiest update of the background."""
    return pick_weightiest((each for each in updates if each.is_background), 1)


def pick_weightiest(updates: Iterable[StoredUpdate], limit: int) -> list[StoredUpdate]:
    """Return the updates with the highest scores; among equal scores, the newer updates come first."""
    return sort_by_weight(updates)[:limit]


def pick_important(updates: Iterable[StoredUpdate], topics: Collection[str]) -> list[StoredUpdate]:
    """Return the items of these topics that are worth an alert; what was old when it came is not."""
    fresh = (stored for stored in pick_items(updates) if not stored.backlog)
    return [stored for stored in fresh if stored.update.topic in topics and stored.update.score >= _IMPORTANT]


def pick_turning_points(
    items: Sequence[StoredUpdate], limit: int, today: date, days: Sequence[str] = ()
) -> list[StoredUpdate]:
    """Return the items that tell the story so far: the weightiest of its last day first, then those of other days.

    Each day has one item, until no day is left; the days that matter most come first. What is still to come makes no
    last day.

    :param items: the weightiest first.
    :param days: ISO 8601, those that matter most first.
    """
    of_day: dict[str, StoredUpdate] = {}
    for stored in items:
        if stored.update.when.precision in _DAYS and stored.update.kind is not Kind.PLAN:
            of_day.setdefault(str(stored.update.when.start), stored)
    last = max((day for day in of_day if day <= today.isoformat()), default="")
    firsts = {stored.sequence for stored in of_day.values()}
    rank = _rank(days)
    in_order = sorted(
        items,
        key=lambda stored: (
            stored is not of_day.get(last),
            stored.sequence not in firsts,
            rank(str(stored.update.when.start)),
        ),
    )
    return in_order[:limit]


def pick_days_that_matter(items: Iterable[StoredUpdate], lines: int, days: Sequence[str] = ()) -> list[StoredUpdate]:
    """Return at most so many items of the days that matter: one or two of a day, the last day in any case.

    The first items of all days come first, then the second ones. Of days that are not ranked, one matters as much as
    its weightiest item.

    :param days: ISO 8601, those that matter most first.
    """
    of_day: dict[str, list[StoredUpdate]] = {}  # the day that matters most is first
    for stored in sort_by_weight(items):
        if stored.update.when.precision in _DAYS:
            of_day.setdefault(str(stored.update.when.start), []).append(stored)
    last = max(of_day, default="")
    rank = _rank(days)
    chosen = sorted(of_day, key=lambda day: (day != last, rank(day)))[: 2 * lines // 3]
    seconds = sort_by_weight(each for day in chosen for each in of_day[day][1:2])
    return [*(of_day[day][0] for day in chosen), *seconds][:lines]


def _rank(days: Sequence[str]) -> Callable[[str], int]:
    """Return the function that gives the rank of a day; those that are not ranked come behind all others."""
    ranks = {day: rank for rank, day in enumerate(days)}
    return lambda day: ranks.get(day, len(ranks))


def sort_by_event(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Sort by event date, the newest last; updates without a date come after all others."""
    return sorted(updates, key=lambda stored: (*_event_key(stored.update.when), stored.sequence))


def group_by_topic(updates: Sequence[StoredUpdate], story: Story) -> list[tuple[str, list[StoredUpdate]]]:
    """Return (topic key, its updates by event date) in the story's order; updates without a topic come last."""
    keys = [*(topic.key for topic in story.topics), OTHER]
    groups = [(key, sort_by_event(each for each in updates if each.update.topic == key)) for key in keys]
    return [(key, group) for key, group in groups if group]


def group_by_event(updates: Iterable[StoredUpdate]) -> list[tuple[EventDate, list[StoredUpdate]]]:
    """Return (event date, its updates, the weightiest first), the newest last and the undated at the end."""
    in_order = sort_by_event(updates)
    return [(when, sort_by_weight(group)) for when, group in groupby(in_order, key=lambda stored: stored.update.when)]


def _event_key(when: EventDate) -> tuple[str, str, str]:
    # ISO dates sort as text, «2022-01» before its days; "~" comes after every digit.
    return (when.start or when.end or "~", when.end or "", when.precision)
