"""Visit a source on the web: fetch it, read it, and see which of its entries are new."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.visit_tools import VisitTools
from bot.fetching.values import Answer, FetchError, FetchFault
from bot.sources.values import Find, Haul, LoadKnown
from bot.sources.visits.entries import digest, list_fresh
from bot.sources.visits.pages import PageReader
from briefings.reading.articles import to_article
from briefings.reading.values import Entry, Reading, SourceKind, UnreadableSourceError
from storage.model.sources import KnownEntry, NewsSource


async def visit_web(source: NewsSource, tools: VisitTools, load_known: LoadKnown, zone: str, now: datetime) -> Haul:
    """Visit a feed, a sitemap, a page or a channel. What is wrong with it stands in the haul.

    :param zone: the IANA zone of moments without an offset.
    """
    try:
        answer = await tools.fetcher.fetch(source.url, etag=source.etag, last_modified=source.last_modified)
        if answer.status == 304:
            return Haul(
                source, unchanged=True, moved_to=answer.moved_to, asked=(answer.fresh_for,),
                etag=answer.etag or source.etag, last_modified=answer.last_modified or source.last_modified,
            )  # fmt: skip
        reading = await tools.read(answer, zone, now, SourceKind(source.kind) if source.kind else None)
    except FetchError as error:
        is_gone = error.reason is FetchFault.GONE
        return Haul(source, fault=str(error), is_gone=is_gone, retry_after=error.retry_after)
    except UnreadableSourceError as error:
        return Haul(source, fault=str(error))
    known = await load_known(source.id, [entry.key for entry in reading.entries])
    fresh = list_fresh(reading.entries, known)
    finds = await _find_all(source, fresh, known, PageReader(tools, zone, now))
    return _make_haul(source, answer, reading, finds, is_cut=len(finds) < len(fresh))


def _make_haul(source: NewsSource, answer: Answer, reading: Reading, finds: Sequence[Find], *, is_cut: bool) -> Haul:
    return Haul(
        source,
        finds=tuple(finds),
        seen=frozenset(entry.key for entry in reading.entries),
        is_cut=is_cut,
        skipped=reading.faults,
        moved_to=answer.moved_to,
        kind=reading.kind.value,
        title=reading.title,
        # If entries are left for the next visit, the next answer must have them again.
        etag=None if is_cut else answer.etag,
        last_modified=None if is_cut else answer.last_modified,
        asked=(answer.fresh_for, reading.refresh_after),
        moments=tuple(entry.published_at for entry in reading.entries if entry.published_at),
    )


async def _find_all(
    source: NewsSource, fresh: Sequence[Entry], known: Mapping[str, KnownEntry], pages: PageReader
) -> list[Find]:
    """Return what was found in entries: whole ones all, of teasers as many as pages may be fetched at one visit."""
    finds = []
    for entry in fresh:
        if entry.is_whole or not pages.is_over:
            whole, reason = (entry, None) if entry.is_whole else await pages.complete(entry)
            earlier = known.get(entry.key)
            finds.append(_make_find(source, entry, whole, earlier, reason))
    return finds


def _make_find(source: NewsSource, entry: Entry, whole: Entry, earlier: KnownEntry | None, reason: str | None) -> Find:
    has_words = any(char.isalnum() for char in whole.text)
    return Find(
        entry.key,
        digest(entry),
        (to_article(whole, outlet=source.outlet),) if has_words else (),
        earlier=earlier.article if earlier else None,
        is_new=earlier is None,
        reason=reason if reason or has_words else "has no text",
        title=whole.title,
        url=whole.url,
    )
