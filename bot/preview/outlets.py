"""The outlets of the replayed articles: what each has published by now, as feeds and pages. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as escape_xml

from briefings.model import Article

_TEASER = 30  # words
_UNNAMED = "ناشر غير مسمّى"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(slots=True)
class Outlet:
    """An outlet. Every second one gives only the beginning of its articles in its feed, as many do."""

    number: int
    name: str
    articles: dict[str, Article] = field(default_factory=dict)  # published by now, the oldest first

    @property
    def gives_teasers(self) -> bool:
        """Return whether its feed has only the beginning of its articles."""
        return self.number % 2 == 1


class Outlets:
    """All outlets, with what became of their articles in the bot."""

    def __init__(self, articles: Iterable[Article]) -> None:
        names = dict.fromkeys(article.outlet or _UNNAMED for article in articles)
        self.by_name = {name: Outlet(number, name) for number, name in enumerate(names, 1)}
        self.fates: Mapping[str, tuple[str, ...]] = {}  # by the path of the article's page: lines for readers

    def publish(self, articles: Iterable[Article]) -> None:
        """Let the outlets publish articles."""
        for article in articles:
            self.by_name[article.outlet or _UNNAMED].articles[article.id] = article

    def find(self, number: int) -> Outlet | None:
        """Return the outlet with this number."""
        return next((outlet for outlet in self.by_name.values() if outlet.number == number), None)


def feed_path(outlet: Outlet) -> str:
    """Return where the feed of an outlet lies on the server."""
    return f"/outlets/{outlet.number}/feed.xml"


def page_path(outlet: Outlet, article: Article) -> str:
    """Return where the page of an article lies on the server."""
    return f"/outlets/{outlet.number}/{article.id}"


def write_feed(outlet: Outlet, base: str) -> str:
    """Write the RSS feed of an outlet, the newest first.

    :param base: the address of the server.
    """
    items = "".join(_write_item(outlet, article, base) for article in reversed(outlet.articles.values()))
    title = escape_xml(outlet.name)
    return f'<rss version="2.0" xmlns:content="{_CONTENT}"><channel><title>{title}</title>{items}</channel></rss>'


def write_page(outlet: Outlet, article: Article) -> str:
    """Write the page of an article, as an outlet shows it."""
    title = escape(article.title or outlet.name)
    moment = article.published_at or article.published_on
    day = f'<meta property="article:published_time" content="{moment.isoformat()}">' if moment else ""
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{day}'
        f'<link rel="alternate" type="application/rss+xml" href="feed.xml">'
        f'<link rel="stylesheet" href="/static/sources.css"></head><body class="page">'
        f'<header><a href="/sources">{escape(outlet.name)}</a></header>'
        f"<main><article><h1>{title}</h1>{_write_paragraphs(article)}</article></main></body></html>"
    )


def _write_item(outlet: Outlet, article: Article, base: str) -> str:
    link = f"{base}{page_path(outlet, article)}"
    moment = article.published_at
    day = format_datetime(moment) if moment else article.published_on.isoformat() if article.published_on else ""
    title = f"<title>{escape_xml(article.title)}</title>" if article.title else ""
    words = _list_lines(article)[0].split()
    if outlet.gives_teasers:
        said = f"<description>{escape_xml(' '.join(words[:_TEASER]))}…</description>"
    else:
        said = f"<content:encoded>{escape_xml(_write_paragraphs(article))}</content:encoded>"
    guid = f'<guid isPermaLink="false">{article.id}</guid>'
    return f"<item>{title}<link>{link}</link>{guid}<pubDate>{day}</pubDate>{said}</item>"


def _write_paragraphs(article: Article) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in _list_lines(article))


def _list_lines(article: Article) -> list[str]:
    return [line.strip() for line in article.text[article.body_start :].splitlines() if line.strip()] or [""]
