"""How often the words of the stories' titles are in the stream of all sources."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema.sources import StreamCountsRow
from storage.schema.statements import upsert

_ONLY = 1


async def load_counts(session: AsyncSession) -> tuple[int, dict[str, int]]:
    """Return how many articles were counted, and how many of them have each word."""
    row = await session.get(StreamCountsRow, _ONLY, populate_existing=True)
    return (row.articles, row.by_word) if row else (0, {})


async def save_counts(session: AsyncSession, articles: int, by_word: Mapping[str, int]) -> None:
    """Replace the counts."""
    changed = upsert(session, StreamCountsRow, keys=("id",), changes=("articles", "by_word"))
    await session.execute(changed.values(id=_ONLY, articles=articles, by_word=dict(by_word)))
