"""The address of a site → its feeds: what it names itself, then where most sites have them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from bot.core.visit_tools import VisitTools
from bot.fetching.values import FetchError
from bot.sources.values import SourceError
from briefings.reading.addresses import make_canonical
from briefings.reading.values import Reading, SourceKind, UnreadableSourceError

_FEEDS = {SourceKind.RSS, SourceKind.ATOM, SourceKind.JSON_FEED}  # also without entries: some may come
_MOST_TRIED = 10  # addresses of one site
# Where WordPress, Hugo, Ghost, Drupal and most systems of newspapers have them.
_WELL_KNOWN = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that can be a source, and what was read there."""

    url: str
    reading: Reading


async def find_candidates(
    url: str, tools: VisitTools, zone: str, now: datetime, kind: SourceKind | None = None
) -> list[Candidate]:
    """Return what can be a source at this address: what lies there itself, or the feeds of the site.

    :param kind: what must lie there; a page is taken as a source only if it is asked for.
    :raises SourceError: if nothing is found; the message says why.
    """
    try:
        answer = await tools.fetcher.fetch(url)
        reading = await tools.read(answer, zone, now, kind)
    except (FetchError, UnreadableSourceError) as error:
        raise SourceError(f"{url}: {error}") from error
    own = make_canonical(answer.moved_to or url) or url
    if kind or reading.kind in _FEEDS or (reading.kind is not SourceKind.PAGE and reading.entries):
        return [Candidate(own, reading)]
    named = [feed for feed in reading.feeds if "/comments/" not in feed] or list(reading.feeds)
    found = await _try(named, tools, zone, now)
    if not found and reading.kind is SourceKind.PAGE:
        found = await _try((urljoin(own, path) for path in _WELL_KNOWN), tools, zone, now, at_most=1)
    if not found:
        raise SourceError(f"{url}: no feed was found there (--page reads the page itself)")
    return found


async def _try(
    urls: Iterable[str], tools: VisitTools, zone: str, now: datetime, at_most: int = _MOST_TRIED
) -> list[Candidate]:
    """Return those of the addresses at which a feed or sitemap lies, each once, in order."""
    found: dict[str, Candidate] = {}
    for url in list(dict.fromkeys(urls))[:_MOST_TRIED]:
        try:
            answer = await tools.fetcher.fetch(url)
            reading = await tools.read(answer, zone, now)
        except (FetchError, UnreadableSourceError):
            continue
        own = make_canonical(answer.moved_to or url) or url
        if reading.kind in _FEEDS or (reading.kind is SourceKind.SITEMAP and reading.entries):
            found.setdefault(own, Candidate(own, reading))
        if len(found) == at_most:
            break
    return list(found.values())
