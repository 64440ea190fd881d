"""The figures of a story after the last composition, as plain JSON in the story's row."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from briefings.model import Figure, FigureValue, Qualifier, Relation, Span


def pack_figures(figures: Iterable[Figure]) -> list[Any]:
    """Return figures as JSON."""
    packed = [asdict(figure) for figure in figures]
    for value in (value for figure in packed for value in figure["values"]):
        value["as_of"] = value["as_of"] and value["as_of"].isoformat()
    return packed


def unpack_figures(packed: Sequence[Any]) -> tuple[Figure, ...]:
    """Return the figures that :func:`pack_figures` packed."""
    return tuple(
        Figure(
            about=figure["about"],
            label=figure["label"],
            relation=Relation(figure["relation"]),
            values=tuple(_unpack_value(value) for value in figure["values"]),
        )
        for figure in packed
    )


def _unpack_value(value: dict[str, Any]) -> FigureValue:
    return FigureValue(
        value=value["value"],
        qualifier=Qualifier(value["qualifier"]),
        unit=value["unit"],
        by=value["by"],
        as_of=date.fromisoformat(value["as_of"]) if value["as_of"] else None,
        period=value["period"],
        sources=tuple(Span(**span) for span in value["sources"]),
        side=value.get("side", ""),  # rows of earlier versions have none
        series=value.get("series", 0),
    )
