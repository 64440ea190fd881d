"""The figures: who gave which, when, and how they stand to each other. Nothing is added up or replaced. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.layout import Layout, Note, Press, number_sources
from bot.messages import MAX_UNITS, Message
from bot.rendering import render, visible_units
from bot.wording import say_day, say_figure
from briefings.model import Figure, FigureValue, Relation

_IN_A_FIGURE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its day ("" where it is unknown), itself, who gave it, its footnotes."""

    when: str
    value: str
    by: str | None
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
    shown = list(figures)
    while visible_units(text := _show(press, shown)) > MAX_UNITS and len(shown) > 1:
        shown.pop()
    return Message(text)


def _show(press: Press, figures: Sequence[Figure]) -> str:
    notes: dict[Note, int] = {}
    groups = [
        Group(
            label=figure.label,
            lines=tuple(_to_line(value, press, notes) for value in figure.values[-_IN_A_FIGURE:]),
            conflicting=figure.relation is Relation.CONFLICTING,
            apart=figure.relation is Relation.NOT_COMPARABLE,
        )
        for figure in figures
    ]
    return render("figures.j2", story=press.story, groups=groups, layout=Layout((), tuple(notes)))


def _to_line(value: FigureValue, press: Press, notes: dict[Note, int]) -> Line:
    return Line(
        when=say_day(value.as_of, press.today) if value.as_of else "",
        value=say_figure(value),
        by=value.by,
        notes=number_sources(value.sources, press, notes),
    )
