"""The figures: who gave which, when, and how they stand to each other. Nothing is added up or replaced. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.keyboards import figures_keyboard
from bot.layout import Notes, Press, cut_name
from bot.rendering import visible_units
from bot.wording import say_day, say_figure
from bot.writing import MAX_UNITS, Message, write
from briefings.model import Figure, FigureValue, Relation

_IN_A_FIGURE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its day ("" where it is unknown), itself, who gave it, its footnotes.

    ``outlet``: who published it, where sources differ and it matters.
    """

    when: str
    value: str
    by: str | None
    outlet: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All values for one thing that is counted, and what a reader has to know of them."""

    label: str
    lines: tuple[Line, ...]
    conflicting: bool
    apart: bool  # of other people, places or times: not to be compared


def figures_page(press: Press, figures: Sequence[Figure]) -> Message:
    """All figures, as many as fit; the newest values of each."""
    message = _show(press, figures)
    if visible_units(message.text) <= MAX_UNITS:
        return message
    counts = range(1, len(figures))
    too_many = bisect_right(
        counts, False, key=lambda count: visible_units(_show(press, figures[:count]).text) > MAX_UNITS
    )
    return _show(press, figures[: max(1, too_many)])


def _show(press: Press, figures: Sequence[Figure]) -> Message:
    notes = Notes(press)
    groups = [
        Group(
            label=figure.label,
            lines=tuple(_to_line(figure, value, press, notes) for value in figure.values[-_IN_A_FIGURE:]),
            conflicting=figure.relation is Relation.CONFLICTING,
            apart=figure.relation is Relation.NOT_COMPARABLE,
        )
        for figure in figures
    ]
    keyboard = figures_keyboard() if figures else None
    layout = replace(notes.lay_out(), quotes=())  # the numbers alone, which stand above already
    return write("figures.j2", press.manner, keyboard, story=press.story, groups=groups, layout=layout)


def _to_line(figure: Figure, value: FigureValue, press: Press, notes: Notes) -> Line:
    outlets = [source.outlet for span in value.sources if (source := press.sources.get(span.article)) and source.outlet]
    return Line(
        when=say_day(value.as_of, press.today, press.manner.months) if value.as_of else "",
        value=say_figure(value),
        by=cut_name(value.by),
        outlet=cut_name(next(iter(outlets), None)) if figure.relation is Relation.CONFLICTING else None,
        notes=notes.number(value.sources),
    )
