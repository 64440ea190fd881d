"""What the query functions share: one writer per story, and inserts that give way."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base, StoryRow


def insert_new(session: AsyncSession, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """INSERT … ON CONFLICT DO NOTHING, in the words of the session's engine."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(row).on_conflict_do_nothing()


async def lock_story(session: AsyncSession, story: str) -> StoryRow:
    """The story's row, locked to the end of the transaction: its articles and its sequence have one writer.

    SQLite has no FOR UPDATE and needs none: there every transaction holds the write lock from its start.
    """
    await session.execute(insert_new(session, StoryRow), [{"name": story, "last_sequence": 0}])
    locked = select(StoryRow).where(StoryRow.name == story).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).one()
