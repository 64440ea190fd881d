"""Which of several copies of a text counts, whatever order they come in. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from briefings.model import Article

MOST_COPIES = 20  # of one text that are read: the outlets of a wire text
_LAST = datetime.max.replace(tzinfo=UTC)


def find_words(article: Article) -> str:
    """Return the words of an article, by which its copies are known."""
    return " ".join(article.text[article.body_start :].split())


def precede(article: Article) -> tuple[object, ...]:
    """Return the key of an article among those with its id: the one that was published first counts."""
    return (
        article.published_on or date.max,
        article.published_at or _LAST,
        *(value or "" for value in (article.title, article.url, article.file)),
        article.text,
    )


def choose_copies(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return each article once: of several with one id, the one that was published first."""
    chosen: dict[str, Article] = {}
    for article in articles:
        known = chosen.get(article.id)
        if known is None or precede(article) < precede(known):
            chosen[article.id] = article
    return tuple(chosen.values())


def list_surplus(copies: Sequence[Article]) -> list[Article]:
    """List the copies of a text, other than those that were published first, that need not be read."""
    if len(copies) <= MOST_COPIES:
        return []
    return sorted(copies, key=lambda copy: (*precede(copy), copy.id))[MOST_COPIES:]
