"""Updates as templates show them: items under headings, with numbered sources."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.rendering.html import clean, cut
from bot.rendering.wording import label, say_day, say_event_date
from briefings.model import EventDate, Kind, Precision, Span, TopicUpdate
from briefings.story import OTHER, Story
from storage.model import USUAL, DisplayPreferences, Parts, Source, StoredUpdate, StorySnapshot

MAX_NOTES = 5  # of one update; the number of its outlets is said in words
_MAX_OPPOSED = 2
MAX_RELATED_NOTES = 2
_MAX_NAME = 80  # UTF-16 units
_MAX_URL = 300
_MAX_QUOTE = 700
_MAX_QUOTED = 8_000  # characters, of all quotes of a message together
_AROUND_A_QUOTE = 40
_NO_PARTS = Parts()
_SIGNS = {"opposed": "↔", "added": "◦"}


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What every message with news is rendered from."""

    story: Story
    sources: Mapping[str, Source]  # by the id of the article
    today: date  # on the reader's calendar
    updates: Mapping[str, StoredUpdate] = field(default_factory=dict)  # of the whole story, by id
    display: DisplayPreferences = USUAL
    seen: Collection[int] = frozenset()  # the sequences that the reader has seen
    parts: Mapping[str, Parts] = field(default_factory=dict)  # of items, by their ids
    days: Sequence[str] = ()  # of the whole story, ISO 8601, those that matter most first

    @classmethod
    def of(
        cls,
        story: Story,
        snapshot: StorySnapshot,
        today: date,
        display: DisplayPreferences,
        seen: Collection[int] = frozenset(),
    ) -> "RenderContext":
        """Return the context of a reader who has this date, these preferences and has seen these updates.

        Messages are written from nothing else: readers for whom these are equal get equal messages.
        """
        return cls(story, snapshot.sources, today, snapshot.by_id, display, seen, snapshot.parts, snapshot.days)


@dataclass(frozen=True, slots=True)
class RelatedUpdate:
    """An update in a line under the update that it bears on, with a sign and a label for their relation.

    ``label`` is "" for a line that adds to its news; ``when`` is "" if it is the day of the update above.
    """

    sign: str
    label: str
    when: str
    outlet: str | None  # if updates contradict each other
    text: str
    notes: tuple[int, ...]
    marks: tuple[tuple[int, int], ...] = ()  # (start, end) of the words of a query


@dataclass(frozen=True, slots=True)
class Item:
    """An update. ``when`` is "" if the date is unknown or is the heading; ``awaited`` is an event to come."""

    when: str
    awaited: bool
    text: str
    notes: tuple[int, ...]
    outlets: int
    related: tuple[RelatedUpdate, ...] = ()  # see ``list_related``, without what stands beside it
    marks: tuple[tuple[int, int], ...] = ()  # (start, end) of the words of a query


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A source at the foot of a message."""

    outlet: str | None
    day: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a source, verbatim; ``note`` is the number of the source."""

    note: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The body of a message and its foot."""

    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...]
    quotes: tuple[Quote, ...] = ()


class Footnotes:
    """The sources of a message, numbered in the order of their first mention."""

    def __init__(self, context: RenderContext) -> None:
        self._context = context
        self._numbers: dict[Footnote, int] = {}
        self._quotes: dict[Quote, None] = {}

    def number(self, spans: Iterable[Span], limit: int = MAX_NOTES) -> tuple[int, ...]:
        """Return the numbers of the sources of these spans, at most ``limit``."""
        numbers: dict[int, None] = {}
        for span in spans:
            if source := self._context.sources.get(span.article):
                number = self._numbers.setdefault(to_note(source, self._context), len(self._numbers) + 1)
                numbers[number] = None
                if text := cut(span.text, _MAX_QUOTE):
                    self._quotes[Quote(number, text)] = None
            if len(numbers) == limit:
                break
        return tuple(sorted(numbers))

    def lay_out(self, sections: Iterable[Section] = ()) -> Layout:
        """Return a layout of these sections and of the sources numbered so far."""
        return Layout(tuple(sections), tuple(self._numbers), tuple(self._list_quotes()))

    def _list_quotes(self) -> Iterator[Quote]:
        """Yield as many quotes as a rich message has room for."""
        room = _MAX_QUOTED
        for quote in self._quotes:
            room -= len(quote.text) + _AROUND_A_QUOTE
            if room < 0:
                break
            yield quote


def lay_out(
    groups: Iterable[tuple[str, Sequence[StoredUpdate]]],
    context: RenderContext,
    *,
    dated: bool = True,
    known: EventDate | None = None,
) -> Layout:
    """Lay out updates under their headings, with the sources in the order of their first mention.

    :param dated: each item says its day; False if the heading says it.
    :param known: the day that the title says: an item of exactly this day does not say it.
    """
    groups = list(groups)
    told = {stored.update.id for _, group in groups for stored in group}
    notes = Footnotes(context)
    sections = [
        Section(
            heading,
            tuple(
                _to_item(each.update, context, notes, told, dated=dated and each.update.when != known) for each in group
            ),
        )
        for heading, group in groups
    ]
    return notes.lay_out(sections)


def list_sequences(updates: Iterable[StoredUpdate]) -> tuple[int, ...]:
    """Return the sequences of updates, in their order."""
    return tuple(stored.sequence for stored in updates)


def find_parts(stored: StoredUpdate, context: RenderContext) -> Parts:
    """Return what belongs to an update: nothing, if it is no item."""
    return context.parts.get(stored.update.id, _NO_PARTS)


def list_shown(updates: Iterable[StoredUpdate], context: RenderContext) -> tuple[int, ...]:
    """Return the sequences of updates, in their order, each followed by that of the line beneath it."""
    both = ((stored, find_parts(stored, context).line) for stored in updates)
    return tuple(dict.fromkeys(each.sequence for pair in both for each in pair if each))


def list_detailed(updates: Iterable[StoredUpdate], context: RenderContext) -> tuple[int, ...]:
    """Return the sequences of the updates that have details, in their order."""
    return list_sequences(each for each in updates if find_parts(each, context).details)


def name_topic(key: str, story: Story) -> str:
    """Return the heading of a topic."""
    return label("other_topic") if key == OTHER else story.topic(key).name


def to_note(source: Source, context: RenderContext) -> Footnote:
    """Return a source as the foot of a message names it."""
    day = source.published_on
    url = source.url if source.url and _is_address(source.url) else None
    said = say_day(day, context.today, context.display.months) if day else ""
    return Footnote(cut_name(source.outlet), said, url)


def cut_name(name: str | None) -> str | None:
    """Return the name of an outlet or a speaker, truncated; None if there is none."""
    return cut(name or "", _MAX_NAME) or None


def _is_address(url: str) -> bool:
    """Return whether Telegram makes a link of a URL, and nothing but a link."""
    is_web = url.lower().startswith(("http://", "https://"))
    return is_web and len(url) <= _MAX_URL and " " not in url and url == clean(url)


def list_related(update: TopicUpdate, context: RenderContext) -> list[tuple[str, StoredUpdate]]:
    """List the updates under an update, with their relation.

    They are the line that adds to it, the count that it continues, and what others say instead.
    """
    line = context.parts.get(update.id, _NO_PARTS).line
    earlier = context.updates.get(update.develops or "")
    opposed = [context.updates[uid] for uid in update.contradicts if uid in context.updates][:_MAX_OPPOSED]
    before = [("updates" if _has_read(context, earlier) else "earlier", earlier)] if earlier else []
    return [*([("added", line)] if line else []), *before, *(("opposed", other) for other in opposed)]


def _to_item(
    update: TopicUpdate, context: RenderContext, notes: Footnotes, told: Collection[str], *, dated: bool
) -> Item:
    numbers = notes.number(update.sources)
    return Item(
        when=say_event_date(update.when, context.today, context.display.months) if dated else "",
        awaited=update.kind is Kind.PLAN and _is_to_come(update.when, context.today),
        text=update.text,
        notes=numbers,
        outlets=len(update.outlets),
        related=tuple(
            _to_related(relation, other, update.when, context, notes)
            for relation, other in list_related(update, context)
            if relation == "opposed" or other.update.id not in told
        ),
    )


def _has_read(context: RenderContext, stored: StoredUpdate) -> bool:
    return stored.sequence in context.seen or not stored.inherits.isdisjoint(context.seen)


def _is_to_come(when: EventDate, today: date) -> bool:
    """Return whether an event is to come; the day of a report says nothing about that."""
    return when.precision is not Precision.REPORTED and (when.start or "") >= today.isoformat()


def _to_related(
    relation: str, stored: StoredUpdate, when: EventDate, context: RenderContext, notes: Footnotes
) -> RelatedUpdate:
    """Return an update under another one, of which ``when`` is the day."""
    update = stored.update
    is_same_day = relation == "added" and update.when == when
    return RelatedUpdate(
        sign=_SIGNS.get(relation, "↩︎"),
        label=label(relation),
        when="" if is_same_day else say_event_date(update.when, context.today, context.display.months),
        outlet=cut_name(next(iter(update.outlets), None)) if relation == "opposed" else None,
        text=update.text,
        notes=notes.number(update.sources, MAX_RELATED_NOTES),
    )
