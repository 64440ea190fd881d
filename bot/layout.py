"""Updates as a template shows them: items under headings, with numbered sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.wording import label, say_day, say_event_date
from briefings.model import Kind
from briefings.story import OTHER, Story
from storage.values import Source, StoredUpdate

_MAX_NOTES = 5  # of one update; how many outlets carry it is said in words
_MAX_NAME = 80
_MAX_URL = 300


@dataclass(frozen=True, slots=True)
class Press:
    """What every message with news is printed with."""

    story: Story
    sources: Mapping[str, Source]  # by the id of the article
    today: date  # on the reader's calendar


@dataclass(frozen=True, slots=True)
class Item:
    """One update: ``when`` is "" where the date is unknown or stands in the heading; ``awaited`` is still to come."""

    when: str
    awaited: bool
    text: str
    notes: tuple[int, ...]
    outlets: int


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A source at the foot of a message."""

    outlet: str | None
    day: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The body of a message and its foot."""

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def lay_out(groups: Iterable[tuple[str, Sequence[StoredUpdate]]], press: Press, *, dated: bool = True) -> Layout:
    """Items under their headings, and the sources in the order in which they are first named.

    :param dated: whether each item says its day; not where the heading does.
    """
    notes: dict[Note, int] = {}
    sections = tuple(
        Section(heading, tuple(_to_item(stored, press, notes, dated=dated) for stored in group))
        for heading, group in groups
    )
    return Layout(sections, tuple(notes))


def name_topic(key: str, story: Story) -> str:
    """The heading of a topic."""
    return label("other_topic") if key == OTHER else story.topic(key).name


def _to_item(stored: StoredUpdate, press: Press, notes: dict[Note, int], *, dated: bool) -> Item:
    update = stored.update
    numbers: dict[int, None] = {}
    for span in update.sources:
        if source := press.sources.get(span.article):
            numbers[notes.setdefault(_to_note(source, press.today), len(notes) + 1)] = None
        if len(numbers) == _MAX_NOTES:
            break
    return Item(
        when=say_event_date(update.when, press.today) if dated else "",
        awaited=update.kind is Kind.PLAN and (update.when.start or "") >= press.today.isoformat(),
        text=update.text,
        notes=tuple(sorted(numbers)),
        outlets=len(update.outlets),
    )


def _to_note(source: Source, today: date) -> Note:
    day = source.published_on
    url = source.url if source.url and len(source.url) <= _MAX_URL else None
    outlet = source.outlet and source.outlet[:_MAX_NAME]
    return Note(outlet, say_day(day, today) if day else "", url)
