"""What operators do with sources: add, list, pause, resume, remove, import."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.container import Services
from bot.sources.addresses import parse_address
from bot.sources.discovery import Candidate, find_candidates
from bot.sources.opml import read_opml
from bot.sources.values import FOLDER, SourceError
from briefings.reading.values import SourceKind
from storage.model.sources import NewsSource
from storage.sources import registry


class SeveralFeedsError(SourceError):
    """A site has several feeds, and nobody said which; the message lists them."""

    def __init__(self, url: str, candidates: Sequence[Candidate]) -> None:
        super().__init__(f"{url} has {len(candidates)} feeds; choose one with --feed N, or add its own address")
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list of sources."""

    added: tuple[NewsSource, ...]
    known: int
    problems: tuple[str, ...]


async def look(services: Services, written: str, *, is_page: bool = False) -> list[Candidate]:
    """Return what can be a source at this address, as the operator wrote it; nothing of a folder. Nothing is stored.

    :raises SourceError: if nothing is found.
    """
    url, kind = parse_address(written)
    if kind == FOLDER:
        return []  # what is in it, its visits say
    wanted = SourceKind.PAGE if is_page else SourceKind(kind) if kind else None
    return await find_candidates(url, services.visiting, services.story.zone, services.clock(), wanted)


async def add(
    services: Services,
    written: str,
    *,
    outlet: str | None = None,
    feed: int | None = None,
    is_page: bool = False,
    from_chat: bool = False,
) -> NewsSource:
    """Add the source at this address: a feed, a site with one, a channel, a page, a folder. It is due at once.

    :param outlet: the publisher of its articles, instead of what they say.
    :param feed: which of several feeds of a site, from 1.
    :param from_chat: folders of the server are not for whoever has the phone of an administrator.
    :raises SeveralFeedsError: if a site has several, and ``feed`` chooses none.
    :raises SourceError: if there is nothing to read, or the source is there already.
    """
    url, kind = parse_address(written)
    if kind == FOLDER and from_chat:
        raise SourceError(f"{written}: a folder of the server is added on its command line")
    if kind != FOLDER:
        found = await look(services, written, is_page=is_page)
        if len(found) > 1 and not (feed and 1 <= feed <= len(found)):
            raise SeveralFeedsError(url, found)
        chosen = found[(feed or 1) - 1 if len(found) > 1 else 0]
        url, kind = chosen.url, chosen.reading.kind.value
    async with services.database.begin() as session:
        added = await registry.add_source(session, url, services.clock(), kind=kind, outlet=outlet)
        if added is None:
            [known] = await registry.list_sources(session, [url])
            raise SourceError(f"{url}: is source {known.id} already")
    return added


async def import_opml(services: Services, data: bytes) -> Imported:
    """Add the sources of a list. They are looked at by the next round, and nothing is asked of them now.

    :raises SourceError: if it is no list.
    """
    listed, problems = read_opml(data)
    async with services.database.begin() as session:
        tried = [
            await registry.add_source(session, each.url, services.clock(), kind=each.kind, outlet=each.outlet)
            for each in listed
        ]
    added = tuple(source for source in tried if source)
    return Imported(added, len(listed) - len(added), tuple(problems))


async def list_all(services: Services) -> tuple[NewsSource, ...]:
    """Return all sources by number."""
    async with services.database.read() as session:
        return await registry.list_sources(session)


async def find(services: Services, number: int) -> NewsSource:
    """Return a source. Raise ``SourceError`` if there is none of this number."""
    async with services.database.read() as session:
        return _check(await registry.find_source(session, number), number)


async def pause(services: Services, number: int) -> NewsSource:
    """Visit a source no more until it is resumed. Raise ``SourceError`` if there is none of this number."""
    async with services.database.begin() as session:
        await registry.pause_source(session, number)
        return _check(await registry.find_source(session, number), number)


async def resume(services: Services, number: int) -> NewsSource:
    """Visit a paused or gone source again. Raise ``SourceError`` if there is none of this number."""
    async with services.database.begin() as session:
        await registry.resume_source(session, number, services.clock())
        return _check(await registry.find_source(session, number), number)


async def remove(services: Services, number: int) -> NewsSource:
    """Forget a source; its articles stay. Raise ``SourceError`` if there is none of this number."""
    async with services.database.begin() as session:
        source = _check(await registry.find_source(session, number), number)
        await registry.remove_source(session, number)
        return source


def _check(source: NewsSource | None, number: int) -> NewsSource:
    if source is None:
        raise SourceError(f"there is no source {number}; «mujaz sources list» has the numbers")
    return source
