"""The updates of a story, in sequence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import Figure, TopicUpdate
from storage.model import StoredUpdate, StorySnapshot, UpdateChanges
from storage.news.articles import list_sources, map_versions
from storage.news.backlog import find_backlog
from storage.news.correcting import correct
from storage.news.figures import pack_figures, unpack_figures
from storage.news.rows import to_stored, to_update
from storage.news.versions import match_versions
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
    ``find_backlog``. If an article gave way to a later version, whoever saw an update that says something else now gets
    a correction: see ``match_versions``.
    """
    story_row = await lock_story(session, story)
    story_row.version += 1
    story_row.figures, story_row.days = pack_figures(figures), list(days)
    composed = select(UpdateRow).where(UpdateRow.story == story, ~UpdateRow.fixed)
    rows = {row.sequence: row for row in await session.scalars(composed)}
    stored = {sequence: to_update(row) for sequence, row in rows.items()}
    gone = [sequence for sequence, row in rows.items() if row.withdrawn_at or row.retracted_at]
    matching, corrected = match_versions(stored, updates, gone, await map_versions(session, story))

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
            row = _add(session, story_row, update, now, is_backlog=update.id in backlog)
            sequences[update.id], rows[row.sequence] = row.sequence, row
            added.append(row.sequence)
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
    for uid, sequence in corrected.items():
        await _put_right(session, rows[sequence], rows[sequences[uid]], now)
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


def _add(session: AsyncSession, story: StoryRow, update: TopicUpdate, now: datetime, *, is_backlog: bool) -> UpdateRow:
    """Add an update at the end of the sequence."""
    story.last_sequence += 1
    row = UpdateRow(
        story=story.name,
        sequence=story.last_sequence,
        recorded_at=now,
        inherits=[],
        version=story.version,
        fixed=False,
        backlog=is_backlog,
        **_to_columns(update),
    )
    session.add(row)
    return row


async def _put_right(session: AsyncSession, wrong: UpdateRow, right: UpdateRow, now: datetime) -> None:
    """Retract an update for good, as its articles have it otherwise now; plan corrections for all who saw it."""
    wrong.retracted_at, wrong.fixed, wrong.version = now, True, right.version
    right.backlog = wrong.backlog
    await session.flush()
    await correct(session, right.story, wrong.sequence, right.sequence, now)


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


def _overwrite(row: UpdateRow, update: TopicUpdate, version: int) -> bool:
    """Write the update over the row; if anything changes, write the version, too.

    Return whether a reader could tell the difference: another id or score does not count, nor do the ids of others.
    """
    before = to_update(row)
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
