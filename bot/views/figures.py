"""The figures: who gave which value, when, and whether values can be compared. Nothing is added up. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.keyboards.reading import figures_keyboard
from bot.rendering import (
    Footnotes,
    Layout,
    Message,
    RenderContext,
    Template,
    cut_name,
    label,
    say_day,
    say_figure,
    write,
)
from briefings.model import Figure, FigureValue, Relation
from briefings.relations.comparison import split_by_side

_IN_A_FIGURE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its day ("" if unknown), the value, who gave it, its footnotes.

    ``outlet``: who published the value, if sources contradict each other and nobody is named who gave it.
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
    """Return as many figures as fit into a message, each with its newest values and those that most sources tell."""
    parts = [part for figure in figures for part in split_by_side(pick_values(figure, _IN_A_FIGURE))]
    message = _show(context, parts)
    if message.fits:
        return message
    counts = range(1, len(parts))
    too_many = bisect_right(counts, False, key=lambda count: not _show(context, parts[:count]).fits)
    return _show(context, parts[: max(1, too_many)])


def pick_values(figure: Figure, most: int) -> Figure:
    """Return a figure with so many of its values: half of them the newest, the others those that most sources tell."""
    if len(figure.values) <= most:
        return figure
    older, newest = figure.values[: -most // 2], figure.values[-most // 2 :]
    told = sorted(older, key=lambda value: -len({span.article for span in value.sources}))[: most - len(newest)]
    return replace(figure, values=tuple(value for value in figure.values if value in told or value in newest))


def _show(context: RenderContext, figures: Sequence[Figure]) -> Message:
    notes = Footnotes(context)
    groups = [
        Group(
            label=name_figure(figure),
            lines=tuple(_to_line(figure, value, context, notes) for value in figure.values),
            conflicting=figure.relation is Relation.CONFLICTING,
            apart=figure.relation is Relation.NOT_COMPARABLE,
        )
        for figure in figures
    ]
    keyboard = figures_keyboard() if figures else None
    layout = replace(notes.lay_out(), quotes=())  # the numbers alone, which stand above already
    return write(Figures(context.story.title, groups, layout), context.display, keyboard)


def name_figure(figure: Figure) -> str:
    """Return the label of a figure of one side: «الجنود: طاجيكستان»."""
    side = figure.values[0].side
    return label("side", figure.label, cut_name(side)) if side else figure.label


def name_publisher(figure: Figure, value: FigureValue, context: RenderContext) -> str | None:
    """Return who published a value, if sources contradict each other and nobody is named who gave it.

    Who copies a count does not say it: else the publisher stands among the sources alone.
    """
    if value.by or figure.relation is not Relation.CONFLICTING:
        return None
    outlets = (source.outlet for span in value.sources if (source := context.sources.get(span.article)))
    return next(filter(None, outlets), None)


def _to_line(figure: Figure, value: FigureValue, context: RenderContext, notes: Footnotes) -> Line:
    return Line(
        when=say_day(value.as_of, context.today, context.display.months) if value.as_of else "",
        value=say_figure(value),
        by=cut_name(value.by),
        outlet=cut_name(name_publisher(figure, value, context)),
        notes=notes.number(value.sources),
    )
