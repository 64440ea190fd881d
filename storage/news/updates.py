"""The updates of a story, in sequence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import EventDate, Figure, Span, TopicUpdate
from storage.model import StoredUpdate, StorySnapshot, UpdateChanges
from storage.news.articles import list_sources
from storage.news.backlog import find_backlog
from storage.news.figures import pack_figures, unpack_figures
from storage.news.matching import match_updates
from storage.schema.news import CorrectionRow, StoryRow, UpdateRow
from storage.schema.statements import lock_story


async def save_updates(
    session: AsyncSession,
    story: str,
    updates: Sequence[TopicUpdate],
    now: datetime,
    figures: Sequence[Figure] = (),
    days: Sequence[str] = (),
) -> UpdateChanges:
    """Make ``updates``, ``figures`` and ``days`` the story's. Save the articles before.

    Updates that the story has keep their place in the sequence. New updates are added at the end, in the order given.
    Stored updates that are missing are withdrawn; if they come back, they have their old sequence. If two updates have
    become one, readers of either have seen it. What a person retracted stays retracted. What a person wrote stays, and
    so do updates whose articles are no longer kept. New updates that are old beside later ones are backlog: see
    ``find_backlog``.
    """
    story_row = await lock_story(session, story)
    story_row.version += 1
    story_row.figures, story_row.days = pack_figures(figures), list(days)
    composed = select(UpdateRow).where(UpdateRow.story == story, ~UpdateRow.fixed)
    rows = {row.sequence: row for row in await session.scalars(composed)}
    matching = match_updates({sequence: _to_update(row) for sequence, row in rows.items()}, updates)

    new = [update for update in updates if update.id not in matching.kept]
    backlog = find_backlog(new, await list_sources(session, story)) if new else set()
    sequences = dict(matching.kept)
    added, changed, withdrawn = [], [], []
    for update in updates:
        if update.id in matching.kept:
            row = rows[matching.kept[update.id]]
            if _overwrite(row, update, story_row.version):
                changed.append(row.sequence)
        else:
            story_row.last_sequence += 1
            sequences[update.id] = story_row.last_sequence
            added.append(story_row.last_sequence)
            row = rows[story_row.last_sequence] = UpdateRow(
                story=story,
                sequence=story_row.last_sequence,
                recorded_at=now,
                inherits=[],
                version=story_row.version,
                fixed=False,
                backlog=update.id in backlog,
                **_to_columns(update),
            )
            session.add(row)
    for sequence, heirs in matching.left.items():
        row = rows[sequence]
        if row.withdrawn_at is None:
            row.withdrawn_at, row.version = now, story_row.version
            withdrawn.append(sequence)
            for heir in heirs:
                inheriting = rows[sequences[heir]]
                inheriting.inherits = sorted({*inheriting.inherits, sequence, *row.inherits})
                inheriting.version = story_row.version
    await session.flush()
    return UpdateChanges(tuple(added), tuple(sorted(changed)), tuple(withdrawn))


async def read_snapshot(session: AsyncSession, story: str, known: StorySnapshot | None = None) -> StorySnapshot:
    """Read the current state of the story; return ``known`` if nothing has changed since. Only changes are read."""
    version = await session.scalar(select(StoryRow.version).where(StoryRow.name == story)) or 0
    if known and known.version == version:
        return known
    whole = (await session.execute(select(StoryRow.figures, StoryRow.days).where(StoryRow.name == story))).first()
    figures, days = whole or ([], [])
    sources = await list_sources(session, story)
    amended = select(CorrectionRow.wrong, CorrectionRow.right).where(
        CorrectionRow.story == story, CorrectionRow.right.is_not(None)
    )
    return StorySnapshot(
        version=version,
        updates=await _read_updates(session, story, known if known and known.version < version else None),
        sources={source.article: source for source in sources},
        figures=unpack_figures(figures),
        days=tuple(days),
        amended={wrong: right for wrong, right in await session.execute(amended) if right},
    )


async def _read_updates(session: AsyncSession, story: str, known: StorySnapshot | None) -> tuple[StoredUpdate, ...]:
    """Return the current updates by sequence; unchanged updates are taken from ``known``."""
    wanted = select(*UpdateRow.__table__.c).where(UpdateRow.story == story)
    if known is None:
        gone = UpdateRow.withdrawn_at.is_not(None) | UpdateRow.retracted_at.is_not(None)
        rows = await session.execute(wanted.where(~gone).order_by(UpdateRow.sequence))
        return tuple(map(to_stored, rows))
    updates = {stored.sequence: stored for stored in known.updates}
    for row in await session.execute(wanted.where(UpdateRow.version > known.version)):
        if row.withdrawn_at or row.retracted_at:
            updates.pop(row.sequence, None)
        else:
            updates[row.sequence] = to_stored(row)
    return tuple(updates[sequence] for sequence in sorted(updates))


async def last_sequence(session: AsyncSession, story: str) -> int:
    """Return the highest sequence that the story has given; 0 if it has given none."""
    return await session.scalar(select(StoryRow.last_sequence).where(StoryRow.name == story)) or 0


async def list_unalerted(session: AsyncSession, story: str) -> tuple[int, int]:
    """Return the sequences (after, up to) that were not considered for alerts yet."""
    wanted = select(StoryRow.alerted_up_to, StoryRow.last_sequence).where(StoryRow.name == story)
    row = (await session.execute(wanted)).one_or_none()
    return (row.alerted_up_to, row.last_sequence) if row else (0, 0)


async def set_alerted(session: AsyncSession, story: str, up_to: int) -> None:
    """Record that all sequences up to this one were considered for alerts."""
    story_row = await lock_story(session, story)
    story_row.alerted_up_to = max(up_to, story_row.alerted_up_to)


def to_stored(row: UpdateRow | Row[Any]) -> StoredUpdate:
    """Return the value of a row."""
    return StoredUpdate(row.sequence, _to_update(row), row.recorded_at, frozenset(row.inherits), row.backlog)


def _overwrite(row: UpdateRow, update: TopicUpdate, version: int) -> bool:
    """Write the update over the row; if anything changes, write the version, too.

    Return whether a reader could tell the difference: another id or score does not count, nor do the ids of others.
    """
    before = _to_update(row)
    other = row.withdrawn_at is not None or _without_ids(update) != _without_ids(before)
    columns = {**_to_columns(update), "withdrawn_at": None}
    if any(getattr(row, name) != value for name, value in columns.items()):
        row.version = version
        for name, value in columns.items():
            setattr(row, name, value)
    return other and row.retracted_at is None


def _without_ids(update: TopicUpdate) -> TopicUpdate:
    """Return an update without its score and without all ids, which may be others after each composition."""
    return replace(update, id="", score=0.0, contradicts=(), develops=None, part_of=update.part_of and "")


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
        "contradicts": list(update.contradicts),
        "develops": update.develops,
        "tier": update.tier,
        "part_of": update.part_of,
    }


def _to_update(row: UpdateRow | Row[Any]) -> TopicUpdate:
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
