"""News and figures → pictures and printed pages, in the reader's digits and month names. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.cards import (
    Bar,
    Chapter,
    Chart,
    Day,
    Entry,
    FiguresCard,
    Paper,
    Reference,
    TimelineCard,
)
from bot.domain.calendar import Days
from bot.domain.selection import group_by_event, group_by_topic, pick_weightiest
from bot.rendering import (
    Footnote,
    Footnotes,
    Item,
    RenderContext,
    label,
    lay_out,
    name_topic,
    say_date,
    say_day,
    say_event_date,
    say_figure,
    write_digits,
)
from bot.views.browsing import page_timeline, say_days
from bot.views.figures import name_figure, name_publisher, pick_values
from briefings.model import Figure, FigureValue, Qualifier, Relation
from briefings.relations.comparison import split_by_side
from storage.model import StoredUpdate, StorySnapshot

_DAYS = 10  # on a picture
_OF_A_TOPIC = 30  # in print
_BARS = 6
_CHARTS = 6
_COMPARED = frozenset({Relation.AGREEING, Relation.DEVELOPING, Relation.CONFLICTING})
_NOTES = {Relation.CONFLICTING: "chart_conflicting", Relation.NOT_COMPARABLE: "chart_apart"}


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes in the reader's digits."""

    context: RenderContext

    def write(self, text: str | None) -> str:
        return write_digits(text or "", self.context.display.digits)

    def sign(self) -> str:
        """Return the signature, «موجز، 11 يناير 2022»."""
        return self.write(label("made_on", say_date(self.context.today, months=self.context.display.months)))

    def name_sources(self, notes: Iterable[Footnote]) -> str:
        outlets = dict.fromkeys(note.outlet for note in notes if note.outlet)
        return self.write(label("sources_line", "، ".join(outlets))) if outlets else ""


def timeline_card(context: RenderContext, updates: Iterable[StoredUpdate], days: Days | None = None) -> TimelineCard:
    """Return a card with the newest days of the timeline, or with the days asked for."""
    pen = _Pen(context)
    shown = [stored for page in page_timeline(context, updates, days) for stored in page if stored.is_item]
    dated = [(when, group) for when, group in group_by_event(shown) if when.start][-_DAYS:]
    headings = [
        (say_event_date(when, context.today, context.display.months, weekday=True), group) for when, group in dated
    ]
    layout = lay_out(headings, context, dated=False)
    return TimelineCard(
        title=pen.write(context.story.title),
        subtitle=pen.write(say_days(context, days) or label("timeline")),
        days=tuple(
            Day(pen.write(section.heading), tuple(pen.write(_say_item(item)) for item in section.items))
            for section in layout.sections
        ),
        sources=pen.name_sources(layout.notes),
        made_on=pen.sign(),
    )


def figures_card(context: RenderContext, figures: Sequence[Figure]) -> FiguresCard:
    """Return a card with the figures as charts, each on a scale of its own; no bars for what cannot be compared."""
    pen, notes = _Pen(context), Footnotes(context)
    charts = _draw_charts(pen, figures, notes)
    title, subtitle = pen.write(context.story.title), pen.write(label("figures"))
    return FiguresCard(title, subtitle, charts, pen.name_sources(notes.lay_out().notes), pen.sign())


def briefing_paper(context: RenderContext, snapshot: StorySnapshot) -> Paper:
    """Return the story so far for printing, by topic, with its figures and all its sources."""
    pen = _Pen(context)
    groups = [
        (name_topic(key, context.story), group)
        for key, updates in group_by_topic(snapshot.items, context.story)
        for _, group in group_by_topic(pick_weightiest(updates, _OF_A_TOPIC), context.story)
    ]
    layout = lay_out(groups, context)
    return Paper(
        title=pen.write(label("paper_title", context.story.title)),
        subtitle=pen.write(say_date(context.today, "EEEE d MMMM y", context.display.months)),
        chapters=tuple(
            Chapter(section.heading, tuple(_to_entry(pen, item) for item in section.items))
            for section in layout.sections
        ),
        charts=_draw_charts(pen, snapshot.figures, Footnotes(context)),
        charts_heading=label("figures"),
        references=tuple(
            Reference(number, pen.write(note.outlet or label("unnamed")), pen.write(note.day), note.url or "")
            for number, note in enumerate(layout.notes, start=1)
        ),
        references_heading=label("sources"),
        made_on=pen.sign(),
        page_of=label("page_of"),
    )


def _say_item(item: Item) -> str:
    return f"({label('awaited')}) {item.text}" if item.awaited else item.text


def _to_entry(pen: _Pen, item: Item) -> Entry:
    related = tuple(
        pen.write(
            " ".join(
                filter(
                    None,
                    (related_update.label, related_update.when and f"{related_update.when} —", related_update.text),
                )
            )
        )
        for related_update in item.related
    )
    return Entry(pen.write(item.when), pen.write(_say_item(item)), item.notes, related)


def _draw_charts(pen: _Pen, figures: Iterable[Figure], notes: Footnotes) -> tuple[Chart, ...]:
    parts = [part for figure in figures for part in split_by_side(pick_values(figure, _BARS))]
    return tuple(_draw_chart(pen, part, notes) for part in parts[:_CHARTS])


def _draw_chart(pen: _Pen, figure: Figure, notes: Footnotes) -> Chart:
    for value in figure.values:
        notes.number(value.sources)
    several = len(figure.values) > 1
    note = label(_NOTES[figure.relation]) if several and figure.relation in _NOTES else ""
    compared = figure.relation in _COMPARED
    return Chart(
        pen.write(name_figure(figure)),
        tuple(_draw_bar(pen, figure, value, compared=compared) for value in figure.values),
        note,
    )


def _draw_bar(pen: _Pen, figure: Figure, value: FigureValue, *, compared: bool) -> Bar:
    """Return a value as a bar, which is drawn if it can be compared with those beside it."""
    context = pen.context
    day = say_day(value.as_of, context.today, context.display.months) if value.as_of else ""
    drawn = compared and value.qualifier is not Qualifier.VAGUE
    by = value.by or name_publisher(figure, value, context)
    return Bar(pen.write(day), value.value, pen.write(say_figure(value)), pen.write(by), drawn)
