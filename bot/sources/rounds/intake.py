"""What visits brought → the story: articles are routed and taken in, and then what became of each is recorded.

The order is what makes a killed process harmless. An entry counts as known only after its article is stored. If the
process dies between the two, the next visit brings the entry again, and its article has the id that it had.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.core.container import Services
from bot.domain.rhythm import SHORTEST, Rhythm, guess_rate, plan_next, plan_retry, update_rate
from bot.services.ingest import take_in
from bot.sources.rounds.versions import Versions, name_version
from bot.sources.values import FOLDER, Find, Haul, VisitReport
from briefings.model import Article
from briefings.routing.stream import Route, WordCounts, route
from storage.model.sources import KnownEntry, LeftOut, Visit
from storage.news.articles import list_included, load_texts, map_versions
from storage.sources.stream import load_counts, save_counts
from storage.sources.visits import record_visits

_LOGGER = logging.getLogger(__name__)

Spread = Callable[[], float]

_FOLDER_REST = timedelta(minutes=1)  # looking at a folder asks nothing of anybody
_OFF_STORY = "is not about the story"


@dataclass(frozen=True, slots=True)
class _Named:
    """A haul whose articles are named: those of a changed entry replace what was made of it before."""

    haul: Haul
    articles: Mapping[str, tuple[Article, ...]]  # by the key of the entry

    def list_articles(self) -> list[Article]:
        return [article for articles in self.articles.values() for article in articles]


async def take_in_hauls(services: Services, hauls: Sequence[Haul], spread: Spread = random.random) -> list[VisitReport]:  # noqa: S311 - no secret
    """Take in what visits brought, and record the visits. If anything fails, nothing is recorded."""
    named = await _name_all(services, hauls)
    articles = {article.id: article for each in named for article in each.list_articles()}
    async with services.database.read() as session:
        counts = WordCounts(*await load_counts(session))
    about, counts = await asyncio.to_thread(_route_all, services, articles.values(), counts)
    reasons = dict.fromkeys(articles.keys() - about, _OFF_STORY)
    if about:
        report = await take_in(services, [articles[article_id] for article_id in sorted(about)])
        reasons |= {each.article: each.why for each in report.set_aside if each.article}
    now = services.clock()
    async with services.database.begin() as session:
        await save_counts(session, counts.articles, counts.by_word)
        await record_visits(session, [_make_visit(each, reasons, now, spread()) for each in named])
    return [_make_report(each, reasons) for each in named]


def _route_all(services: Services, articles: Iterable[Article], counts: WordCounts) -> tuple[set[str], WordCounts]:
    """Return the ids of the articles that are about the story, and the counts with all of them."""
    routes = {article.id: _route(services, article, counts) for article in articles}
    about = {article_id for article_id, each in routes.items() if each.stories}
    return about, counts.count(routes.values())


def _route(services: Services, article: Article, counts: WordCounts) -> Route:
    try:
        return route(article, (services.story,), counts)
    except Exception:
        # A mistake of ours in one text must not take the others along, round after round: the article is left out.
        _LOGGER.exception("Routing of article %s failed", article.id)
        return Route((), frozenset())


async def _name_all(services: Services, hauls: Sequence[Haul]) -> list[_Named]:
    story, earlier = services.story.name, {find.earlier for haul in hauls for find in haul.finds if find.earlier}
    known = Versions()
    if earlier:
        async with services.database.read() as session:
            newer, texts = await map_versions(session, story), await load_texts(session, story, earlier)
            known = Versions(newer, await list_included(session, story), texts)

    def name(find: Find) -> tuple[Article, ...]:
        earlier = find.earlier
        return tuple(name_version(each, earlier, known) for each in find.articles) if earlier else find.articles

    return [_Named(haul, {find.key: name(find) for find in haul.finds}) for haul in hauls]


def _make_visit(named: _Named, reasons: Mapping[str, str], now: datetime, spread: float) -> Visit:
    haul, rhythm = named.haul, _plan(named.haul, now, spread)
    articles = named.list_articles()
    return Visit(
        source=haul.source.id,
        at=now,
        next_at=now + rhythm.interval,
        interval=rhythm.interval,
        news_per_day=rhythm.news_per_day,
        fault=haul.fault,
        is_gone=haul.is_gone,
        moved_to=haul.moved_to,
        kind=haul.kind,
        title=haul.title,
        etag=haul.etag,
        last_modified=haul.last_modified,
        seen=haul.seen,
        known=tuple((find.key, _know(find, named.articles[find.key])) for find in haul.finds),
        left_out=tuple(_list_left_out(named, reasons, now)),
        articles=len(articles),
        on_story=sum(article.id not in reasons for article in articles),
    )


def _know(find: Find, articles: Sequence[Article]) -> KnownEntry:
    """Return what is known of an entry; one of several articles is known by none of them: it has no versions."""
    return KnownEntry(find.digest, articles[0].id if len(articles) == 1 else None)


def _list_left_out(named: _Named, reasons: Mapping[str, str], now: datetime) -> Iterable[LeftOut]:
    for find in named.haul.finds:
        for article in named.articles[find.key]:
            if article.id in reasons:
                yield LeftOut(article, named.haul.source.id, reasons[article.id], now)
        if not find.articles:
            empty = "e" + sha256(f"{named.haul.source.id}\n{find.key}".encode()).hexdigest()[:15]
            article = Article(empty, "", named.haul.source.outlet, title=find.title, url=find.url)
            yield LeftOut(article, named.haul.source.id, find.reason or "has no text", now)


def _plan(haul: Haul, now: datetime, spread: float) -> Rhythm:
    """Return when the source of a haul is visited next."""
    source = haul.source
    if haul.fault is not None:
        return plan_retry(source.failures + 1, haul.retry_after, spread, source.news_per_day)
    rate, new = guess_rate(haul.moments, now), sum(find.is_new for find in haul.finds)
    if source.news_per_day is not None and source.last_success_at is not None:
        rate = update_rate(source.news_per_day, new, now - source.last_success_at)
    if haul.kind == FOLDER:
        return Rhythm(_FOLDER_REST, rate)
    return Rhythm(SHORTEST, rate) if haul.is_cut else plan_next(rate, haul.asked, spread)


def _make_report(named: _Named, reasons: Mapping[str, str]) -> VisitReport:
    haul, articles = named.haul, named.list_articles()
    teasers = [find for find in haul.finds if find.articles and find.reason]
    nothing = [f"{find.url or find.title or find.key}: {find.reason}" for find in haul.finds if not find.articles]
    return VisitReport(
        haul.source,
        fault=haul.fault,
        unchanged=haul.unchanged,
        new=len(articles),
        changed=sum(article.replaces is not None for article in articles),
        on_story=sum(article.id not in reasons for article in articles),
        teasers=len(teasers),
        skipped=(*haul.skipped, *nothing),
        is_cut=haul.is_cut,
    )
