"""Entries that are teasers → entries with the text of their pages, as far as it can be had."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.core.visit_tools import VisitTools
from bot.fetching.values import FetchError
from bot.sources.visits.entries import is_plausible
from briefings.reading.values import Entry, SourceKind, UnreadableSourceError

MOST_PAGES = 20  # fetched for one source at one visit; the others wait for the next
_PAGES_S = 60.0  # after which no further page of a visit is begun


class PageReader:
    """Fetches the pages of one visit: a bounded number, and none after a minute.

    :param zone: the IANA zone of moments without an offset.
    :param seconds: returns seconds that never go back.
    """

    def __init__(self, tools: VisitTools, zone: str, now: datetime, seconds: Callable[[], float] | None = None) -> None:
        self._tools, self._zone, self._now = tools, zone, now
        self._seconds = seconds or asyncio.get_running_loop().time
        self._left = MOST_PAGES
        self._until = self._seconds() + _PAGES_S

    @property
    def is_over(self) -> bool:
        """Return whether this visit fetches no more pages."""
        return self._left <= 0 or self._seconds() >= self._until

    async def complete(self, entry: Entry) -> tuple[Entry, str | None]:
        """Return a teaser with the text of its page; or the teaser as it is, and why nothing better could be had."""
        if entry.url is None:
            return entry, "is a teaser without an address"
        self._left -= 1
        try:
            answer = await self._tools.fetcher.fetch(entry.url)
            reading = await self._tools.read(answer, self._zone, self._now, SourceKind.PAGE)
        except (FetchError, UnreadableSourceError) as error:
            return entry, f"is a teaser, and its page could not be had: {error}"
        page = next(iter(reading.entries), None)
        if page is None or not is_plausible(entry, page):
            return entry, "is a teaser, and its page has no text that goes on from it"
        return _join(entry, page), None


def _join(entry: Entry, page: Entry) -> Entry:
    """Return the text of the page under what the source says of it; what the source does not say, the page may."""
    has_day = entry.published_on is not None
    return replace(
        entry,
        text=page.text,
        title=entry.title or page.title,
        outlet=entry.outlet or page.outlet,
        published_at=entry.published_at if has_day else page.published_at,
        published_on=entry.published_on if has_day else page.published_on,
    )
