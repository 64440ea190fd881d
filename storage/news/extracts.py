"""What was read of a story's articles, so that none is read twice."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import Kept
from storage.news.articles import GONE
from storage.schema.news import ArticleRow, ExtractRow
from storage.schema.statements import upsert

_AT_ONCE = 500


async def save_extracts(session: AsyncSession, story: str, kept: Iterable[Kept]) -> None:
    """Keep what was read of articles, in place of what was kept of them before."""
    rows = [{"story": story, **asdict(each)} for each in kept]
    for start in range(0, len(rows), _AT_ONCE):
        statement = upsert(session, ExtractRow, keys=("story", "article", "reading"), changes=("key", "body"))
        await session.execute(statement, rows[start : start + _AT_ONCE])


async def list_extracts(session: AsyncSession, story: str) -> tuple[Kept, ...]:
    """Return what is kept of the story's articles."""
    columns = (ExtractRow.article, ExtractRow.reading, ExtractRow.key, ExtractRow.body)
    return tuple(Kept(*row) for row in await session.execute(select(*columns).where(ExtractRow.story == story)))


async def prune_extracts(session: AsyncSession, story: str) -> None:
    """Delete what was read of articles whose texts are deleted."""
    kept = exists().where(ArticleRow.story == story, ArticleRow.id == ExtractRow.article, ArticleRow.text != GONE)
    await session.execute(delete(ExtractRow).where(ExtractRow.story == story, ~kept))
