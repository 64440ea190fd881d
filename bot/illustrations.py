"""News and figures → what stands on a picture or a printed page, in the reader's digits and month names. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.browsing import page_timeline, say_days
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
from bot.layout import Item, Note, Notes, Press, lay_out, name_topic
from bot.selection import group_by_event, group_by_topic, pick_weightiest
from bot.wording import label, say_date, say_day, say_event_date, say_figure, write_digits
from bot.written import Days
from briefings.model import Figure, FigureValue, Relation
from storage.standing import Standing
from storage.values import StoredUpdate

_DAYS = 10  # that may fit on a picture
_OF_A_TOPIC = 30  # in print
_BARS = 6
_CHARTS = 6
_NOTES = {Relation.CONFLICTING: "chart_conflicting", Relation.NOT_COMPARABLE: "chart_apart"}


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes in the reader's digits."""

    press: Press

    def write(self, text: str | None) -> str:
        return write_digits(text or "", self.press.manner.digits)

    def sign(self) -> str:
        """«موجز، 11 يناير 2022»."""
        return self.write(label("made_on", say_date(self.press.today, months=self.press.manner.months)))

    def name_sources(self, notes: Iterable[Note]) -> str:
        outlets = dict.fromkeys(note.outlet for note in notes if note.outlet)
        return self.write(label("sources_line", "، ".join(outlets))) if outlets else ""


def draw_up_timeline(press: Press, updates: Iterable[StoredUpdate], days: Days | None = None) -> TimelineCard:
    """The newest days of the timeline, or those that are asked for."""
    pen = _Pen(press)
    shown = [stored for page in page_timeline(press, updates, days) for stored in page]
    dated = [(when, group) for when, group in group_by_event(shown) if when.start][-_DAYS:]
    headings = [(say_event_date(when, press.today, press.manner.months, weekday=True), group) for when, group in dated]
    layout = lay_out(headings, press, dated=False)
    return TimelineCard(
        title=pen.write(press.story.title),
        subtitle=pen.write(say_days(press, days) or label("timeline")),
        days=tuple(
            Day(pen.write(section.heading), tuple(pen.write(_say_item(item)) for item in section.items))
            for section in layout.sections
        ),
        sources=pen.name_sources(layout.notes),
        made_on=pen.sign(),
    )


def draw_up_figures(press: Press, figures: Sequence[Figure]) -> FiguresCard:
    """The figures as charts, each on a scale of its own."""
    pen, notes = _Pen(press), Notes(press)
    charts = tuple(_draw_chart(pen, figure, notes) for figure in figures[:_CHARTS])
    title, subtitle = pen.write(press.story.title), pen.write(label("figures"))
    return FiguresCard(title, subtitle, charts, pen.name_sources(notes.lay_out().notes), pen.sign())


def lay_out_paper(press: Press, standing: Standing) -> Paper:
    """The story so far, by topic, with its figures and all its sources, to be printed."""
    pen = _Pen(press)
    groups = [
        (name_topic(key, press.story), group)
        for key, updates in group_by_topic(standing.news, press.story)
        for _, group in group_by_topic(pick_weightiest(updates, _OF_A_TOPIC), press.story)
    ]
    layout = lay_out(groups, press)
    return Paper(
        title=pen.write(label("paper_title", press.story.title)),
        subtitle=pen.write(say_date(press.today, "EEEE d MMMM y", press.manner.months)),
        chapters=tuple(
            Chapter(section.heading, tuple(_to_entry(pen, item) for item in section.items))
            for section in layout.sections
        ),
        charts=tuple(_draw_chart(pen, figure, Notes(press)) for figure in standing.figures[:_CHARTS]),
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
    asides = tuple(
        pen.write(" ".join(filter(None, (aside.label, aside.when and f"{aside.when} —", aside.text))))
        for aside in item.asides
    )
    return Entry(pen.write(item.when), pen.write(_say_item(item)), item.notes, asides)


def _draw_chart(pen: _Pen, figure: Figure, notes: Notes) -> Chart:
    for value in figure.values:
        notes.number(value.sources)
    several = len(figure.values) > 1
    note = label(_NOTES[figure.relation]) if several and figure.relation in _NOTES else ""
    return Chart(figure.label, tuple(_draw_bar(pen, value) for value in figure.values[-_BARS:]), note)


def _draw_bar(pen: _Pen, value: FigureValue) -> Bar:
    press = pen.press
    day = say_day(value.as_of, press.today, press.manner.months) if value.as_of else ""
    outlets = [source.outlet for span in value.sources if (source := press.sources.get(span.article))]
    by = value.by or next(filter(None, outlets), "")
    return Bar(pen.write(day), value.value, pen.write(say_figure(value)), pen.write(by))
