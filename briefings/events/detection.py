"""Detect the events of a story, day by day: what several leads tell as one, and what was told before.

The outcome of a day depends on the articles of that day and of days before, never on later ones. So composing day by
day gives what composing all days at once gives.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from briefings.clustering.linkage import may_be_of_one_time, must_stay_apart, swap_roles
from briefings.events.event import Event, Opening
from briefings.events.sameness import Comparison
from briefings.events.weights import WordWeights
from briefings.extraction.extract import Lead

# Probabilities that two leads tell one event (:mod:`briefings.events.sameness`).
_SAME = 0.7  # from here on they are told as one
_TOLD = 0.5  # from here on a lead repeats what was told on an earlier day
_RELATED = 0.2  # from here on two events of one day belong together: the second adds to the first
_AGAIN = 0.65  # from here on it says the same again, mostly as a quotation, and is worth no line beneath the first

_WINDOW = 7  # days within which something may have been told before


class EventDetector:
    """The events of a story, kept while articles come and go."""

    def __init__(self) -> None:
        self._weights = WordWeights()
        self._openings: defaultdict[date, dict[str, Opening]] = defaultdict(dict)
        self._days: list[date] = []  # in order
        self._events: dict[date, list[Event]] = {}  # of the days whose articles are counted in the weights
        self._first_touched = date.max

    def add(self, opening: Opening) -> None:
        """Take an article in."""
        day = opening.day
        self._touch(day)
        if day not in self._openings:
            insort(self._days, day)
        self._openings[day][opening.article] = opening

    def remove(self, opening: Opening) -> None:
        """Take an article out again."""
        self._touch(opening.day)
        del self._openings[opening.day][opening.article]

    def settle(self) -> list[Event]:
        """Detect anew from the first day that was touched; return the events of all days, in order."""
        for day in self._days:
            if day >= self._first_touched:
                self._events[day] = self._detect(day)
        self._first_touched = date.max
        return [event for day in self._days for event in self._events[day]]

    def _touch(self, day: date) -> None:
        """Take back what was counted of this day and of later ones."""
        if day < self._first_touched:
            for later in [known for known in self._events if known >= day]:
                self._weights.discount(opening.words for opening in self._openings[later].values())
                del self._events[later]
            self._first_touched = day

    def _detect(self, day: date) -> list[Event]:
        openings = [opening for _, opening in sorted(self._openings[day].items())]
        self._weights.count(opening.words for opening in openings)
        comparison = Comparison(self._weights)
        leads = [lead for opening in openings for lead in opening.leads]
        leads.sort(key=lambda lead: (lead.recalls, lead.place))
        events = _group(leads, comparison)
        _relate(events, self._list_told(day), comparison)
        return events

    def _list_told(self, day: date) -> list[Event]:
        """List the events of the days before that a reader was told."""
        near = [known for known in self._events if known < day and (known == date.min or (day - known).days <= _WINDOW)]
        return [event for known in sorted(near) for event in self._events[known] if event.is_told]


class _Index:
    """Finds the events with which a lead shares a word of weight, and estimates how probably it tells one of them."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._leads: defaultdict[str, list[tuple[Lead, Event]]] = defaultdict(list)

    def add(self, lead: Lead, event: Event) -> None:
        for word in self._comparison.list_keys(lead):
            self._leads[word].append((lead, event))

    def add_all(self, event: Event) -> None:
        for lead in event.leads:
            self.add(lead, event)

    def find_nearest(self, lead: Lead, *, strict: bool = False) -> tuple[float, Event | None]:
        """Find the event that a lead most probably tells, and that probability. An event of another day is none.

        :param strict: leave out the events of which a claim must stay apart from the lead's, too.
        """
        near = {other: event for word in self._comparison.list_keys(lead) for other, event in self._leads[word]}
        best, nearest = 0.0, None
        for other, event in near.items():
            probability = self._comparison.estimate(lead, other)
            if probability > best and not _is_apart(lead, event, strict=strict):
                best, nearest = probability, event
        return best, nearest


def _is_apart(lead: Lead, event: Event, *, strict: bool) -> bool:
    if not any(may_be_of_one_time(lead.main, other.main) for other in event.leads):
        return True
    if any(swap_roles(lead.main, other.main) for other in event.leads):
        return True
    return strict and any(must_stay_apart(lead.main, other.main) for other in event.leads)


def _group(leads: Iterable[Lead], comparison: Comparison) -> list[Event]:
    """Group the leads of a day, first sentences first; the events with the most articles come first."""
    events: list[Event] = []
    index = _Index(comparison)
    for lead in leads:
        probability, event = index.find_nearest(lead, strict=True)
        if event is None or probability < _SAME:
            event = Event()
            events.append(event)
        event.leads.append(lead)
        index.add(lead, event)
    return sorted(events, key=lambda event: (-event.support, event.first.place))


def _relate(events: Iterable[Event], told: Iterable[Event], comparison: Comparison) -> None:
    """Find for each event of a day what it repeats of the days before, or to which of its own day it adds."""
    earlier, today = _Index(comparison), _Index(comparison)
    for event in told:
        earlier.add_all(event)
    for event in events:
        probability, nearest = earlier.find_nearest(event.first)
        if nearest and probability >= _TOLD:
            event.repeats = nearest
            continue
        probability, nearest = today.find_nearest(event.first)
        if nearest and probability >= _RELATED:
            event.adds_to, event.says_more = nearest, probability < _AGAIN and not event.first.recalls
        elif event.is_told:
            today.add_all(event)
