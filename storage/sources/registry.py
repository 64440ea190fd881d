"""The sources that operators chose: add, list, pause, resume, remove."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.sources import NewsSource, SourceState
from storage.schema.sources import SourceRow
from storage.schema.statements import insert_new


class SourceCounts(NamedTuple):
    """How many sources there are, in numbers."""

    active: int
    paused: int
    gone: int
    failing: int  # of the active ones


async def add_source(
    session: AsyncSession, url: str, now: datetime, *, kind: str | None = None, outlet: str | None = None
) -> NewsSource | None:
    """Add a source that is due at once; return None if there is one with this address."""
    new = {
        "url": url, "kind": kind, "outlet": outlet, "state": SourceState.ACTIVE, "added_at": now, "next_at": now,
        "interval_s": 0.0, "failures": 0, "entries": 0, "articles": 0, "on_story": 0,
    }  # fmt: skip
    added = await session.scalar(insert_new(session, SourceRow).values(new).returning(SourceRow.id))
    return await find_source(session, added) if added is not None else None


async def find_source(session: AsyncSession, source_id: int) -> NewsSource | None:
    """Return the source with this number."""
    row = await session.get(SourceRow, source_id, populate_existing=True)
    return to_source(row) if row else None


async def list_sources(session: AsyncSession, urls: Collection[str] | None = None) -> tuple[NewsSource, ...]:
    """Return all sources by number.

    :param urls: only those with one of these addresses.
    """
    wanted = select(SourceRow).order_by(SourceRow.id).execution_options(populate_existing=True)
    rows = await session.scalars(wanted if urls is None else wanted.where(SourceRow.url.in_(urls)))
    return tuple(map(to_source, rows))


async def count_sources(session: AsyncSession) -> SourceCounts:
    """Count the sources by their state."""
    grouped = select(SourceRow.state, func.count(), func.count(SourceRow.failing_since)).group_by(SourceRow.state)
    counts = {state: (count, failing) for state, count, failing in await session.execute(grouped)}
    active, failing = counts.get(SourceState.ACTIVE, (0, 0))
    return SourceCounts(
        active, counts.get(SourceState.PAUSED, (0, 0))[0], counts.get(SourceState.GONE, (0, 0))[0], failing
    )


async def pause_source(session: AsyncSession, source_id: int) -> bool:
    """Visit the source no more until it is resumed; return whether there is such a source."""
    changed = update(SourceRow).where(SourceRow.id == source_id).values(state=SourceState.PAUSED, told_at=None)
    return await session.scalar(changed.returning(SourceRow.id)) is not None


async def resume_source(session: AsyncSession, source_id: int, now: datetime) -> bool:
    """Visit a paused or gone source again, at once; return whether there is such a source."""
    anew = {"state": SourceState.ACTIVE, "next_at": now, "failures": 0, "failing_since": None, "told_at": None}
    changed = update(SourceRow).where(SourceRow.id == source_id).values(**anew)
    return await session.scalar(changed.returning(SourceRow.id)) is not None


async def remove_source(session: AsyncSession, source_id: int) -> bool:
    """Forget a source and what it left out; its articles stay. Return whether there was such a source."""
    removed = delete(SourceRow).where(SourceRow.id == source_id).returning(SourceRow.id)
    return await session.scalar(removed) is not None


async def list_to_tell(session: AsyncSession, failing_before: datetime) -> tuple[NewsSource, ...]:
    """Return the sources of which operators do not know yet that they fail since then, are gone, or work again."""
    active, is_told = SourceRow.state == SourceState.ACTIVE, SourceRow.told_at.is_not(None)
    fails = active & (SourceRow.failing_since <= failing_before) & ~is_told
    is_gone = (SourceRow.state == SourceState.GONE) & ~is_told
    is_back = active & SourceRow.failing_since.is_(None) & is_told
    rows = await session.scalars(select(SourceRow).where(fails | is_gone | is_back).order_by(SourceRow.id))
    return tuple(map(to_source, rows))


async def mark_told(session: AsyncSession, ids: Collection[int], at: datetime | None) -> None:
    """Note that operators know that these sources fail or are gone; None: that they work again."""
    await session.execute(update(SourceRow).where(SourceRow.id.in_(ids)).values(told_at=at))


def to_source(row: SourceRow) -> NewsSource:
    """Return the value of a row."""
    columns = {column.key: getattr(row, column.key) for column in SourceRow.__table__.c if column.key != "interval_s"}
    return NewsSource(**columns, interval=timedelta(seconds=row.interval_s))
