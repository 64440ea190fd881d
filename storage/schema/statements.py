"""Statements that several queries share: inserts that give way, the lock of a story, a new delivery."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import DeliveryKind, DeliveryState
from storage.schema.base import Base
from storage.schema.news import StoryRow

_CORRECTIONS_LOCK = 0x6D75  # PostgreSQL's advisory locks are numbers


def insert_new(session: AsyncSession, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Build INSERT … ON CONFLICT DO NOTHING in the dialect of the session's engine."""
    return _insert(session, row).on_conflict_do_nothing()


def upsert(
    session: AsyncSession,
    row: type[Base],
    *,
    keys: tuple[str, ...],
    changes: Collection[str],
    where: ColumnElement[bool] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """Build INSERT … ON CONFLICT (keys) DO UPDATE of these columns in the dialect of the session's engine."""
    insert = _insert(session, row)
    return insert.on_conflict_do_update(
        index_elements=keys, set_={name: insert.excluded[name] for name in changes}, where=where
    )


async def lock_story(session: AsyncSession, story: str) -> StoryRow:
    """Lock the story's row to the end of the transaction, so that its articles and its sequence have one writer.

    SQLite has no FOR UPDATE and needs none: every transaction on SQLite holds the write lock from its start.
    """
    new = {"name": story, "last_sequence": 0, "alerted_up_to": 0, "figures": [], "days": [], "version": 0}
    await session.execute(insert_new(session, StoryRow), [new])
    locked = select(StoryRow).where(StoryRow.name == story).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).one()


async def lock_corrections(session: AsyncSession, story: str, *, planning: bool) -> None:
    """Keep what readers are told and what is corrected apart to the end of the transaction.

    Without this a message could be recorded while its text is retracted, and neither transaction would see the other:
    its reader would get no correction. Who records shares the lock. On SQLite every transaction is alone.

    :param planning: corrections are planned for all who saw a text; False if what was told is being recorded.
    """
    if session.get_bind().dialect.name == "postgresql":
        kind = "" if planning else "_shared"
        lock = text(f"SELECT pg_advisory_xact_lock{kind}(:key, hashtext(:story))")
        await session.execute(lock, {"key": _CORRECTIONS_LOCK, "story": story})


def new_delivery(story: str, kind: DeliveryKind, now: datetime, **columns: object) -> dict[str, object]:
    """Return the columns of a delivery that waits to be sent.

    :param columns: those that depend on the kind, such as ``local_date``; ``subscriber_id``, unless a query selects it.
    """
    return {
        "story": story,
        "kind": kind,
        "state": DeliveryState.PENDING,
        "not_before": now,
        "attempts": 0,
        "created_at": now,
        **columns,
    }


def as_literals(row: type[Base], values: Mapping[str, object]) -> dict[str, BindParameter[object]]:
    """Return values as a query selects them: each written as its column in the table writes it."""
    columns = row.__table__.c
    return {name: literal(value, columns[name].type) for name, value in values.items()}


def _insert(session: AsyncSession, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(row)
