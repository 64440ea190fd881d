"""The updates of a story, in sequence."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import EventDate, Span, TopicUpdate
from storage.matching import match_updates
from storage.stories import insert_new, lock_story
from storage.tables import SeenRow, StoryRow, SubscriberRow, UpdateRow
from storage.values import StoredUpdate, Subscriber, UpdateChanges


async def save_updates(
    session: AsyncSession, story: str, updates: Sequence[TopicUpdate], now: datetime
) -> UpdateChanges:
    """Make ``updates`` the story's updates, each keeping its place in the sequence if it has one.

    New ones are added at the end, in the order given. Stored ones that are not among them are withdrawn; they
    come back under their old sequence. Where two have become one, whoever had either has it.
    """
    story_row = await lock_story(session, story)
    rows = {row.sequence: row for row in await session.scalars(select(UpdateRow).where(UpdateRow.story == story))}
    matching = match_updates({sequence: _to_update(row) for sequence, row in rows.items()}, updates)

    sequences = dict(matching.kept)
    added, changed, withdrawn = [], [], []
    for update in updates:
        if update.id in matching.kept:
            row = rows[matching.kept[update.id]]
            if _overwrite(row, update):
                changed.append(row.sequence)
        else:
            story_row.last_sequence += 1
            sequences[update.id] = story_row.last_sequence
            added.append(story_row.last_sequence)
            session.add(
                UpdateRow(story=story, sequence=story_row.last_sequence, recorded_at=now, **_to_columns(update))
            )
    for sequence, heirs in matching.left.items():
        if rows[sequence].withdrawn_at is None:
            rows[sequence].withdrawn_at = now
            withdrawn.append(sequence)
            for heir in heirs:
                await _copy_seen(session, story, sequence, sequences[heir])
    await session.flush()
    return UpdateChanges(tuple(added), tuple(sorted(changed)), tuple(withdrawn))


async def list_updates(
    session: AsyncSession, story: str, topics: Collection[str] | None = None
) -> tuple[StoredUpdate, ...]:
    """The updates that stand, of these topics or of all, by sequence."""
    return await _list(session, story, *([] if topics is None else [UpdateRow.topic.in_(topics)]))


async def list_unseen(session: AsyncSession, story: str, subscriber: Subscriber) -> tuple[StoredUpdate, ...]:
    """The updates that stand, are not muted and were not delivered to this subscriber, by sequence."""
    seen = exists().where(SeenRow.subscriber_id == subscriber.id, SeenRow.sequence == UpdateRow.sequence)
    return await _list(session, story, UpdateRow.topic.not_in(subscriber.muted), ~seen)


async def last_sequence(session: AsyncSession, story: str) -> int:
    """The highest sequence that the story has given; 0 where it has given none."""
    return await session.scalar(select(StoryRow.last_sequence).where(StoryRow.name == story)) or 0


async def _list(session: AsyncSession, story: str, *wanted: ColumnElement[bool]) -> tuple[StoredUpdate, ...]:
    standing = select(UpdateRow).where(UpdateRow.story == story, UpdateRow.withdrawn_at.is_(None), *wanted)
    rows = await session.scalars(standing.order_by(UpdateRow.sequence))
    return tuple(StoredUpdate(row.sequence, _to_update(row), row.recorded_at) for row in rows)


async def _copy_seen(session: AsyncSession, story: str, old: int, new: int) -> None:
    had = (
        select(SeenRow.subscriber_id, literal(new))
        .join(SubscriberRow, SubscriberRow.id == SeenRow.subscriber_id)
        .where(SubscriberRow.story == story, SeenRow.sequence == old)
        .order_by(SeenRow.subscriber_id)
    )
    await session.execute(insert_new(session, SeenRow).from_select(["subscriber_id", "sequence"], had))


def _overwrite(row: UpdateRow, update: TopicUpdate) -> bool:
    """Write the update over the row. True where a reader could tell: another id or score is not it."""
    before = _to_update(row)
    shows = row.withdrawn_at is not None or replace(update, id=before.id, score=before.score) != before
    for name, value in _to_columns(update).items():
        setattr(row, name, value)
    row.withdrawn_at = None
    return shows


def _to_columns(update: TopicUpdate) -> dict[str, Any]:
    return {
        "uid": update.id,
        "topic": update.topic,
        "text": update.text,
        "kind": update.kind,
        "event_start": update.when.start,
        "event_end": update.when.end,
        "event_precision": update.when.precision,
        "said_by": update.said_by,
        "sources": [[span.article, span.start, span.end, span.text] for span in update.sources],
        "outlets": list(update.outlets),
        "score": update.score,
    }


def _to_update(row: UpdateRow) -> TopicUpdate:
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
    )
