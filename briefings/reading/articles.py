"""Entries → articles."""

from datetime import UTC

from briefings.identity import make_article_id
from briefings.model import Article, PublishedFrom
from briefings.reading.values import Entry


def to_article(entry: Entry, *, outlet: str | None = None, file: str | None = None) -> Article:
    """Return an entry with a text as an article.

    :param outlet: the publisher, instead of whom the source names.
    :param file: the name of the file in which the entry stood.
    """
    outlet = outlet or entry.outlet
    return Article(
        id=make_article_id(entry.text, outlet),
        text=entry.text,
        outlet=outlet,
        published_on=entry.published_on,
        published_from=PublishedFrom.METADATA if entry.published_on else PublishedFrom.UNKNOWN,
        published_at=entry.published_at.astimezone(UTC) if entry.published_at else None,
        title=entry.title,
        url=entry.url,
        file=file,
    )
