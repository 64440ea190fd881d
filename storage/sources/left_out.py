"""Articles that no story has, kept for some days so that a person can bring them in."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import Article
from storage.model.sources import LeftOut
from storage.schema.sources import LeftOutRow
from storage.schema.statements import insert_new

_OF_ROW = [field.name for field in fields(Article) if field.name not in {"id", "included"}]


async def save_left_out(session: AsyncSession, left_out: Iterable[LeftOut]) -> None:
    """Keep articles that were left out; of one that was left out before, the first reason counts."""
    rows = [
        {
            **{name: value for name, value in asdict(each.article).items() if name in _OF_ROW},
            "article": each.article.id, "source_id": each.source, "reason": each.reason, "left_out_at": each.at,
        }
        for each in left_out
    ]  # fmt: skip
    if rows:
        await session.execute(insert_new(session, LeftOutRow), rows)


async def list_left_out(session: AsyncSession, ids: Collection[str] | None = None) -> tuple[LeftOut, ...]:
    """Return what is kept of what was left out, the last first.

    :param ids: only the articles with these ids.
    """
    kept = select(LeftOutRow).order_by(LeftOutRow.left_out_at.desc(), LeftOutRow.article)
    rows = await session.scalars(kept if ids is None else kept.where(LeftOutRow.article.in_(ids)))
    return tuple(LeftOut(_to_article(row), row.source_id, row.reason, row.left_out_at) for row in rows)


async def drop_left_out(session: AsyncSession, ids: Collection[str]) -> None:
    """Forget what was left out, as it was brought in."""
    await session.execute(delete(LeftOutRow).where(LeftOutRow.article.in_(ids)))


async def sweep_left_out(session: AsyncSession, before: datetime) -> int:
    """Forget what was left out before; return how many articles."""
    old = delete(LeftOutRow).where(LeftOutRow.left_out_at < before).returning(LeftOutRow.article)
    return len((await session.scalars(old)).all())


def _to_article(row: LeftOutRow) -> Article:
    return Article(id=row.article, **{name: getattr(row, name) for name in _OF_ROW})
