"""Visits to sources: which are due, what is known of their entries, and what each visit brought."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.sources import KnownEntry, NewsSource, SourceState, Visit
from storage.schema.sources import EntryRow, SourceRow
from storage.schema.statements import upsert
from storage.sources.left_out import save_left_out, sweep_left_out
from storage.sources.registry import to_source

_REMEMBERED = timedelta(days=30)  # since a source had the entry last
_LEFT_OUT_KEPT = timedelta(days=7)
_AT_ONCE = 500  # keys of one statement


async def claim_due(
    session: AsyncSession, now: datetime, hold: timedelta, *, everything: bool = False
) -> tuple[NewsSource, ...]:
    """Claim the active sources that are due, the longest due first; each is due again after ``hold``.

    So a source on which the process dies keeps no other from being visited.

    :param everything: claim all active sources, due or not.
    """
    due = select(SourceRow).where(SourceRow.state == SourceState.ACTIVE).order_by(SourceRow.next_at, SourceRow.id)
    due = due if everything else due.where(SourceRow.next_at <= now)
    locked = due.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    sources = tuple(map(to_source, await session.scalars(locked)))
    claimed = update(SourceRow).where(SourceRow.id.in_([source.id for source in sources]))
    await session.execute(claimed.values(next_at=now + hold))
    return sources


async def load_known(session: AsyncSession, source_id: int, keys: Iterable[str]) -> dict[str, KnownEntry]:
    """Return what is known of these entries of a source, by key; unknown ones are left out."""
    digests = {_digest(key): key for key in keys}
    known: dict[str, KnownEntry] = {}
    for wanted in _split(list(digests)):
        columns = select(EntryRow.key, EntryRow.digest, EntryRow.article)
        rows = await session.execute(columns.where(EntryRow.source_id == source_id, EntryRow.key.in_(wanted)))
        known |= {digests[key]: KnownEntry(digest, article) for key, digest, article in rows}
    return known


async def record_visits(session: AsyncSession, visits: Sequence[Visit]) -> None:
    """Record what visits brought, and forget what was left out a week before.

    Sources that were removed meanwhile are left alone, and paused ones stay paused.
    """
    if visits:
        await sweep_left_out(session, max(visit.at for visit in visits) - _LEFT_OUT_KEPT)
    for visit in visits:
        row = await session.get(SourceRow, visit.source, with_for_update=True, populate_existing=True)
        if row is None:
            continue
        await _move(session, row, visit.moved_to)
        row.next_at, row.interval_s, row.fetched_at = visit.next_at, visit.interval.total_seconds(), visit.at
        if visit.is_gone and row.state is SourceState.ACTIVE:
            row.state = SourceState.GONE
        if visit.fault is None:
            await _record_success(session, row, visit)
        else:
            row.failures += 1
            row.last_fault = visit.fault
            row.failing_since = row.failing_since or visit.at


async def _record_success(session: AsyncSession, row: SourceRow, visit: Visit) -> None:
    row.failures, row.failing_since, row.last_success_at = 0, None, visit.at
    row.kind, row.title = visit.kind or row.kind, visit.title or row.title
    row.etag, row.last_modified, row.news_per_day = visit.etag, visit.last_modified, visit.news_per_day
    added = await _save_entries(session, visit)
    row.entries += added
    row.articles += visit.articles
    row.on_story += visit.on_story
    if visit.articles:
        row.last_news_at = visit.at
    await save_left_out(session, visit.left_out)


async def _save_entries(session: AsyncSession, visit: Visit) -> int:
    """Save new and changed entries, note all that the source has now; forget old ones. Return how many are new."""
    of_source = EntryRow.source_id == visit.source
    for keys in _split([_digest(key) for key in visit.seen]):
        seen = update(EntryRow).where(of_source, EntryRow.key.in_(keys)).values(last_seen_at=visit.at)
        await session.execute(seen.execution_options(synchronize_session=False))
    before = set(await load_known(session, visit.source, [key for key, _ in visit.known]))
    rows: list[dict[str, Any]] = [
        {
            "source_id": visit.source, "key": _digest(key), "digest": entry.digest, "article": entry.article,
            "first_seen_at": visit.at, "last_seen_at": visit.at,
        }
        for key, entry in visit.known
    ]  # fmt: skip
    if rows:
        changes = ("digest", "article", "last_seen_at")
        await session.execute(upsert(session, EntryRow, keys=("source_id", "key"), changes=changes), rows)
    if visit.seen:
        await session.execute(delete(EntryRow).where(of_source, EntryRow.last_seen_at < visit.at - _REMEMBERED))
    return len({key for key, _ in visit.known} - before)


async def _move(session: AsyncSession, row: SourceRow, url: str | None) -> None:
    """Note the new address of a source, unless another source has it."""
    if url and url != row.url and not await session.scalar(select(SourceRow.id).where(SourceRow.url == url)):
        row.url = url
        await session.flush()


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _split(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
