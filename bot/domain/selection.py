"""Which updates a message takes, and in which order. Pure."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from briefings.model import EventDate
from briefings.story import OTHER, Story
from storage.model.snapshot import sort_by_weight
from storage.model.values import StoredUpdate

_IMPORTANT = 3.5  # of the score; about one update in six


def pick_news(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Without the background."""
    return [stored for stored in updates if stored.is_news]


def pick_last(updates: Iterable[StoredUpdate]) -> StoredUpdate | None:
    """The news of the last day; what has no date is the last of nothing."""
    return max(pick_news(updates), key=lambda stored: (stored.update.when.start or "", stored.sequence), default=None)


def pick_background(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """What is no news, the weightiest alone."""
    return pick_weightiest((each for each in updates if not each.is_news), 1)


def pick_weightiest(updates: Iterable[StoredUpdate], limit: int) -> list[StoredUpdate]:
    """The heaviest by score; of equals, the newer ones."""
    return sort_by_weight(updates)[:limit]


def pick_important(updates: Iterable[StoredUpdate], topics: Collection[str]) -> list[StoredUpdate]:
    """News of these topics that is worth an alert."""
    news = pick_news(updates)
    return [stored for stored in news if stored.update.topic in topics and stored.update.score >= _IMPORTANT]


def sort_by_event(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """By event date, newest last; what has no date comes after all that has."""
    return sorted(updates, key=lambda stored: (*_event_key(stored.update.when), stored.sequence))


def group_by_topic(updates: Sequence[StoredUpdate], story: Story) -> list[tuple[str, list[StoredUpdate]]]:
    """(topic key, its updates by event date), in the story's order; what no topic claims comes last."""
    keys = [*(topic.key for topic in story.topics), OTHER]
    groups = [(key, sort_by_event(each for each in updates if each.update.topic == key)) for key in keys]
    return [(key, group) for key, group in groups if group]


def group_by_event(updates: Iterable[StoredUpdate]) -> list[tuple[EventDate, list[StoredUpdate]]]:
    """(event date, its updates), newest last, the undated at the end."""
    in_order = sort_by_event(updates)
    return [(when, list(group)) for when, group in groupby(in_order, key=lambda stored: stored.update.when)]


def _event_key(when: EventDate) -> tuple[str, str, str]:
    # ISO dates sort as text, «2022-01» before its days; "~" comes after every digit.
    return (when.start or when.end or "~", when.end or "", when.precision)
