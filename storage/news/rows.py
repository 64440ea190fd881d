"""Rows of updates → values."""

from typing import Any

from sqlalchemy import Row

from briefings.model import EventDate, Span, TopicUpdate
from storage.model.values import StoredUpdate
from storage.schema.news import UpdateRow


def to_stored(row: UpdateRow | Row[Any]) -> StoredUpdate:
    """Return the value of a row, with its place in the sequence."""
    return StoredUpdate(row.sequence, to_update(row), row.recorded_at, frozenset(row.inherits), row.backlog)


def to_update(row: UpdateRow | Row[Any]) -> TopicUpdate:
    """Return the update that a row holds."""
    return TopicUpdate(
        id=row.uid,
        topic=row.topic,
        text=row.text,
        kind=row.kind,
        when=EventDate(row.event_start, row.event_end, row.event_precision),
        said_by=row.said_by,
        sources=tuple(Span(*source) for source in row.sources),
        outlets=tuple(row.outlets),
        score=row.score,
        contradicts=tuple(row.contradicts),
        develops=row.develops,
        tier=row.tier,
        part_of=row.part_of,
    )
