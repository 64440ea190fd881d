"""The articles of a story."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from briefings.model import Article
from storage.model.values import Source
from storage.schema.news import ArticleRow
from storage.schema.statements import insert_new, lock_story

GONE = ""  # the text of an article whose text was deleted


async def save_articles(
    session: AsyncSession, story: str, articles: Sequence[Article], now: datetime
) -> tuple[str, ...]:
    """Add the articles that the story does not have yet; return their ids, in the order given.

    Of one that the story has, only the earlier version that it replaces is noted, if none was before. Locks the story:
    what is composed from its articles in the same transaction is composed from all of them.
    """
    await lock_story(session, story)
    if not articles:
        return ()
    rows = [{"story": story, "recorded_at": now, **asdict(article)} for article in articles]
    added = set(await session.scalars(insert_new(session, ArticleRow).returning(ArticleRow.id), rows))
    await _note_versions(session, story, [each for each in articles if each.replaces and each.id not in added])
    return tuple(dict.fromkeys(article.id for article in articles if article.id in added))


async def _note_versions(session: AsyncSession, story: str, articles: Iterable[Article]) -> None:
    for article in articles:
        known = (ArticleRow.story == story, ArticleRow.id == article.id, ArticleRow.replaces.is_(None))
        await session.execute(update(ArticleRow).where(*known).values(replaces=article.replaces))


async def list_articles(session: AsyncSession, story: str) -> tuple[Article, ...]:
    """Return all articles of the story whose texts are kept, by id."""
    kept = select(ArticleRow).where(ArticleRow.story == story, ArticleRow.text != GONE)
    rows = await session.scalars(kept.order_by(ArticleRow.id))
    return tuple(
        Article(
            id=row.id,
            text=row.text,
            outlet=row.outlet,
            published_on=row.published_on,
            published_from=row.published_from,
            published_at=row.published_at,
            title=row.title,
            url=row.url,
            file=row.file,
            body_start=row.body_start,
            included=row.included,
            replaces=row.replaces,
        )
        for row in rows
    )


async def map_versions(session: AsyncSession, story: str) -> dict[str, str]:
    """Return which articles of the story were replaced, each with the article that replaced it."""
    replaced = select(ArticleRow.replaces, ArticleRow.id).where(
        ArticleRow.story == story, ArticleRow.replaces.is_not(None)
    )
    return {earlier: later for earlier, later in await session.execute(replaced.order_by(ArticleRow.id)) if earlier}


async def load_texts(session: AsyncSession, story: str, ids: Collection[str]) -> dict[str, str]:
    """Return the texts of these articles, as far as the story has them."""
    wanted = select(ArticleRow.id, ArticleRow.text).where(ArticleRow.story == story, ArticleRow.id.in_(ids))
    return {row.id: row.text for row in await session.execute(wanted)}


async def list_included(session: AsyncSession, story: str) -> frozenset[str]:
    """Return the ids of the articles of the story that a person included."""
    included = select(ArticleRow.id).where(ArticleRow.story == story, ArticleRow.included)
    return frozenset(await session.scalars(included))


async def include_articles(session: AsyncSession, story: str, ids: Iterable[str]) -> None:
    """Note that a person included these articles of the story."""
    if rows := [{"story": story, "id": article_id, "included": True} for article_id in ids]:
        await session.execute(update(ArticleRow), rows)


async def place_articles(session: AsyncSession, story: str, articles: Sequence[Article]) -> None:
    """Save the outlets and days that composing found, beside what the articles themselves say.

    Composing finds them anew each time from the original articles; otherwise the order of articles would matter.
    """
    known = select(ArticleRow.id, ArticleRow.placed_outlet, ArticleRow.placed_on).where(ArticleRow.story == story)
    before = {tuple(row) for row in await session.execute(known)}
    places = [
        {"story": story, "id": article.id, "placed_outlet": article.outlet, "placed_on": article.published_on}
        for article in articles
        if (article.id, article.outlet, article.published_on) not in before
    ]
    if places:
        await session.execute(update(ArticleRow), places)


async def list_sources(session: AsyncSession, story: str) -> tuple[Source, ...]:
    """Return all articles of the story as messages name them, by id, with those whose texts are deleted."""
    rows = await session.execute(
        select(
            ArticleRow.id,
            func.coalesce(ArticleRow.outlet, ArticleRow.placed_outlet),
            func.coalesce(ArticleRow.published_on, ArticleRow.placed_on),
            ArticleRow.url,
            ArticleRow.title,
        )
        .where(ArticleRow.story == story)
        .order_by(ArticleRow.id)
    )
    return tuple(Source(*row) for row in rows)
