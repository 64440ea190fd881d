"""Which updates a message shows, and in which order. Pure."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from briefings.model import EventDate
from briefings.story import OTHER, Story
from storage.model.snapshot import sort_by_weight
from storage.model.values import StoredUpdate

_IMPORTANT = 3.5  # the lowest score of an important update; about one in six reaches it


def pick_news(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Return the updates without the background."""
    return [stored for stored in updates if stored.is_news]


def pick_last(updates: Iterable[StoredUpdate]) -> StoredUpdate | None:
    """Return the news with the latest date; news without a date counts as the earliest."""
    return max(pick_news(updates), key=lambda stored: (stored.update.when.start or "", stored.sequence), default=None)


def pick_background(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Return the weightiest update of the background."""
    return pick_weightiest((each for each in updates if not each.is_news), 1)


def pick_weightiest(updates: Iterable[StoredUpdate], limit: int) -> list[StoredUpdate]:
    """Return the updates with the highest scores; among equal scores, the newer updates come first."""
    return sort_by_weight(updates)[:limit]


def pick_important(updates: Iterable[StoredUpdate], topics: Collection[str]) -> list[StoredUpdate]:
    """Return the news of these topics that is worth an alert."""
    news = pick_news(updates)
    return [stored for stored in news if stored.update.topic in topics and stored.update.score >= _IMPORTANT]


def sort_by_event(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """Sort by event date, the newest last; updates without a date come after all others."""
    return sorted(updates, key=lambda stored: (*_event_key(stored.update.when), stored.sequence))


def group_by_topic(updates: Sequence[StoredUpdate], story: Story) -> list[tuple[str, list[StoredUpdate]]]:
    """Return (topic key, its updates by event date) in the story's order; updates without a topic come last."""
    keys = [*(topic.key for topic in story.topics), OTHER]
    groups = [(key, sort_by_event(each for each in updates if each.update.topic == key)) for key in keys]
    return [(key, group) for key, group in groups if group]


def group_by_event(updates: Iterable[StoredUpdate]) -> list[tuple[EventDate, list[StoredUpdate]]]:
    """Return (event date, its updates), the newest last and the undated at the end."""
    in_order = sort_by_event(updates)
    return [(when, list(group)) for when, group in groupby(in_order, key=lambda stored: stored.update.when)]


def _event_key(when: EventDate) -> tuple[str, str, str]:
    # ISO dates sort as text, «2022-01» before its days; "~" comes after every digit.
    return (when.start or when.end or "~", when.end or "", when.precision)
