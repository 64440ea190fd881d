"""Updates as a template shows them: items under headings, with numbered sources."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.wording import label, say_day, say_event_date
from briefings.model import Kind, Span, TopicUpdate
from briefings.story import OTHER, Story
from storage.values import Source, StoredUpdate

_MAX_NOTES = 5  # of one update; how many outlets carry it is said in words
_MAX_OPPOSED = 2
_MAX_NAME = 80
_MAX_URL = 300


@dataclass(frozen=True, slots=True)
class Press:
    """What every message with news is printed with."""

    story: Story
    sources: Mapping[str, Source]  # by the id of the article
    today: date  # on the reader's calendar
    updates: Mapping[str, TopicUpdate] = field(default_factory=dict)  # all that stand, by id


@dataclass(frozen=True, slots=True)
class Aside:
    """Another update, in a line under the one that it bears on."""

    when: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One update: ``when`` is "" where the date is unknown or stands in the heading; ``awaited`` is still to come."""

    when: str
    awaited: bool
    text: str
    notes: tuple[int, ...]
    outlets: int
    earlier: Aside | None  # the count that this one carries on, where it does not stand in the same message
    opposed: tuple[Aside, ...]  # what other sources say instead


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
    groups = list(groups)
    told = {stored.update.id for _, group in groups for stored in group}
    notes: dict[Note, int] = {}
    sections = tuple(
        Section(heading, tuple(_to_item(stored.update, press, notes, told, dated=dated) for stored in group))
        for heading, group in groups
    )
    return Layout(sections, tuple(notes))


def name_topic(key: str, story: Story) -> str:
    """The heading of a topic."""
    return label("other_topic") if key == OTHER else story.topic(key).name


def _to_item(update: TopicUpdate, press: Press, notes: dict[Note, int], told: Collection[str], *, dated: bool) -> Item:
    numbers = number_sources(update.sources, press, notes)
    earlier = press.updates.get(update.develops or "") if update.develops not in told else None
    opposed = [press.updates[uid] for uid in update.contradicts if uid in press.updates]
    return Item(
        when=say_event_date(update.when, press.today) if dated else "",
        awaited=update.kind is Kind.PLAN and (update.when.start or "") >= press.today.isoformat(),
        text=update.text,
        notes=numbers,
        outlets=len(update.outlets),
        earlier=_to_aside(earlier, press, notes) if earlier else None,
        opposed=tuple(_to_aside(other, press, notes) for other in opposed[:_MAX_OPPOSED]),
    )


def _to_aside(update: TopicUpdate, press: Press, notes: dict[Note, int]) -> Aside:
    return Aside(say_event_date(update.when, press.today), update.text, number_sources(update.sources, press, notes))


def number_sources(spans: Iterable[Span], press: Press, notes: dict[Note, int]) -> tuple[int, ...]:
    """The footnotes of what stands on these spans; ``notes`` holds those of the message, and grows."""
    numbers: dict[int, None] = {}
    for span in spans:
        if source := press.sources.get(span.article):
            numbers[notes.setdefault(_to_note(source, press.today), len(notes) + 1)] = None
        if len(numbers) == _MAX_NOTES:
            break
    return tuple(sorted(numbers))


def _to_note(source: Source, today: date) -> Note:
    day = source.published_on
    url = source.url if source.url and len(source.url) <= _MAX_URL else None
    outlet = source.outlet and source.outlet[:_MAX_NAME]
    return Note(outlet, say_day(day, today) if day else "", url)
