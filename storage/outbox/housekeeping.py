"""Deletion of old records. What readers have seen, current updates and their outlets are never deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import DeliveryState
from storage.news.articles import GONE
from storage.news.extracts import prune_extracts
from storage.schema.news import ArticleRow, UpdateRow
from storage.schema.outbox import DeliveryRow, EditionRow
from storage.schema.readers import SeenSetRow, SubscriberRow

_UNUSED_FOR = timedelta(days=1)  # a transaction that runs now may be about to use it


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows of each kind were deleted."""

    deliveries: int
    editions: int
    seen_sets: int
    articles: int


async def sweep(
    session: AsyncSession,
    story: str,
    now: datetime,
    *,
    deliveries_before: datetime,
    articles_before: datetime | None,
    limit: int = 10_000,
) -> Swept:
    """Delete at most ``limit`` rows of each kind: deliveries settled long ago, and what nothing refers to any more.

    Of articles only the texts are deleted. Their outlets and dates stay, because their updates stay.
    If ``articles_before`` is None, no text is deleted.
    """
    settled = (DeliveryRow.story == story, DeliveryRow.settled_at < deliveries_before)
    deliveries = select(DeliveryRow.id).where(*settled, DeliveryRow.state != DeliveryState.SENDING).limit(limit)
    used = exists().where(DeliveryRow.edition_id == EditionRow.id)
    unused_since = now - _UNUSED_FOR
    editions = (
        select(EditionRow.id).where(EditionRow.story == story, EditionRow.created_at < unused_since, ~used).limit(limit)
    )
    held = exists().where(SubscriberRow.seen_set_id == SeenSetRow.id)
    sets = (
        select(SeenSetRow.id).where(SeenSetRow.story == story, SeenSetRow.touched_at < unused_since, ~held).limit(limit)
    )
    swept = {
        "deliveries": await _count(session, delete(DeliveryRow).where(DeliveryRow.id.in_(deliveries))),
        "editions": await _count(session, delete(EditionRow).where(EditionRow.id.in_(editions))),
        "seen_sets": await _count(session, delete(SeenSetRow).where(SeenSetRow.id.in_(sets))),
        "articles": 0,
    }
    if articles_before:
        kept = (ArticleRow.story == story, ArticleRow.text != GONE)
        old = select(ArticleRow.id).where(*kept, ArticleRow.recorded_at < articles_before).limit(limit)
        emptied = update(ArticleRow).where(ArticleRow.story == story, ArticleRow.id.in_(old)).values(text=GONE)
        swept["articles"] = await _count(session, emptied)
    if swept["articles"]:
        await _fix_updates(session, story)
        await prune_extracts(session, story)
    return Swept(**swept)


async def _fix_updates(session: AsyncSession, story: str) -> None:
    """Fix the updates of which no article is kept: composing can no longer tell whether they hold."""
    articles = select(ArticleRow.id).where(ArticleRow.story == story, ArticleRow.text != GONE)
    kept = set(await session.scalars(articles))
    loose = await session.scalars(select(UpdateRow).where(UpdateRow.story == story, ~UpdateRow.fixed))
    for row in loose:
        row.fixed = not any(article in kept for article, *_ in row.sources)


async def _count(session: AsyncSession, statement: Delete | Update) -> int:
    result = await session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
