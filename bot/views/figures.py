"""The figures: who gave which value, when, and whether values can be compared. Nothing is added up. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.keyboards.reading import figures_keyboard
from bot.rendering import Footnotes, Layout, Message, RenderContext, Template, cut_name, say_day, say_figure, write
from briefings.model import Figure, FigureValue, Relation

_IN_A_FIGURE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its day ("" if unknown), the value, who gave it, its footnotes.

    ``outlet``: who published the value, if sources contradict each other.
    """

    when: str
    value: str
    by: str | None
    outlet: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All values for one counted thing, and whether readers may compare them."""

    label: str
    lines: tuple[Line, ...]
    conflicting: bool
    apart: bool  # of other people, places or times: not to be compared


class Figures(Template):
    story_title: str
    groups: Sequence[Group]
    layout: Layout


def figures_page(context: RenderContext, figures: Sequence[Figure]) -> Message:
    """Return as many figures as fit into a message, each with its newest values."""
    message = _show(context, figures)
    if message.fits:
        return message
    counts = range(1, len(figures))
    too_many = bisect_right(counts, False, key=lambda count: not _show(context, figures[:count]).fits)
    return _show(context, figures[: max(1, too_many)])


def _show(context: RenderContext, figures: Sequence[Figure]) -> Message:
    notes = Footnotes(context)
    groups = [
        Group(
            label=figure.label,
            lines=tuple(_to_line(figure, value, context, notes) for value in figure.values[-_IN_A_FIGURE:]),
            conflicting=figure.relation is Relation.CONFLICTING,
            apart=figure.relation is Relation.NOT_COMPARABLE,
        )
        for figure in figures
    ]
    keyboard = figures_keyboard() if figures else None
    layout = replace(notes.lay_out(), quotes=())  # the numbers alone, which stand above already
    return write(Figures(context.story.title, groups, layout), context.display, keyboard)


def _to_line(figure: Figure, value: FigureValue, context: RenderContext, notes: Footnotes) -> Line:
    outlets = [
        source.outlet for span in value.sources if (source := context.sources.get(span.article)) and source.outlet
    ]
    return Line(
        when=say_day(value.as_of, context.today, context.display.months) if value.as_of else "",
        value=say_figure(value),
        by=cut_name(value.by),
        outlet=cut_name(next(iter(outlets), None)) if figure.relation is Relation.CONFLICTING else None,
        notes=notes.number(value.sources),
    )
