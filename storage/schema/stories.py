"""What the query functions share: one writer per story, and inserts that give way."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema.tables import Base, StoryRow


def insert_new(session: AsyncSession, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """INSERT … ON CONFLICT DO NOTHING, in the words of the session's engine."""
    return _insert(session, row).on_conflict_do_nothing()


def upsert(
    session: AsyncSession,
    row: type[Base],
    *,
    keys: tuple[str, ...],
    changes: Collection[str],
    where: ColumnElement[bool] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """INSERT … ON CONFLICT (keys) DO UPDATE of these columns, in the words of the session's engine."""
    insert = _insert(session, row)
    return insert.on_conflict_do_update(
        index_elements=keys, set_={name: insert.excluded[name] for name in changes}, where=where
    )


async def lock_story(session: AsyncSession, story: str) -> StoryRow:
    """The story's row, locked to the end of the transaction: its articles and its sequence have one writer.

    SQLite has no FOR UPDATE and needs none: there every transaction holds the write lock from its start.
    """
    new = {"name": story, "last_sequence": 0, "alerted_up_to": 0, "figures": [], "version": 0}
    await session.execute(insert_new(session, StoryRow), [new])
    locked = select(StoryRow).where(StoryRow.name == story).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).one()


def _insert(session: AsyncSession, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(row)
