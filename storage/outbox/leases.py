"""Leases: what only one process may do at a time, and which process does it."""

from sqlalchemy import ColumnElement, Float, delete, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema.outbox import LeaseRow
from storage.schema.statements import upsert


async def take_lease(session: AsyncSession, name: str, holder: str, seconds: float, *, is_alone: bool = False) -> bool:
    """Take or renew the lease for so many seconds; return False while another process holds it.

    :param is_alone: there can be no other process: a process that holds the lease is dead.
    """
    now = _clock(session)
    taken = upsert(
        session,
        LeaseRow,
        keys=("name",),
        changes=("holder", "expires"),
        where=None if is_alone else (LeaseRow.holder == holder) | (LeaseRow.expires <= now),
    )
    values = taken.values(name=name, holder=holder, expires=now + seconds)
    return await session.scalar(values.returning(LeaseRow.name)) is not None


async def holds_lease(session: AsyncSession, name: str, holder: str) -> bool:
    """Return whether the process holds the lease; nobody else can take it before the transaction ends."""
    held = select(LeaseRow.name).where(
        LeaseRow.name == name, LeaseRow.holder == holder, LeaseRow.expires > _clock(session)
    )
    return await session.scalar(held.with_for_update(read=True)) is not None


async def end_sessions_of_expired(session: AsyncSession, name: str) -> str | None:
    """End the sessions of the process whose lease has expired, on PostgreSQL; return the process if it had any.

    A process that freezes while it reads a long answer keeps its locks, the lease's too, and no time limit of
    PostgreSQL ends that: the server waits until the process takes the rest of the answer.
    """
    if session.get_bind().dialect.name != "postgresql":
        return None
    expired = select(LeaseRow.holder).where(LeaseRow.name == name, LeaseRow.expires <= _clock(session))
    holder = await session.scalar(expired)
    ended = await session.scalars(_END_SESSIONS, {"name": holder})
    return holder if any(ended.all()) else None


_END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = :name AND datname = current_database() AND pid <> pg_backend_pid()"
)


async def drop_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Give up the lease."""
    await session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))


def _clock(session: AsyncSession) -> ColumnElement[float]:
    # The clock of the database is the only one that all processes share.
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    seconds = "extract(epoch FROM clock_timestamp())::float8" if on_postgresql else _SQLITE_SECONDS
    return literal_column(seconds, Float)


_SQLITE_SECONDS = "((julianday('now') - 2440587.5) * 86400.0)"
