"""Ingest: files → articles → updates in the sequence of the story."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.core.container import Services
from bot.domain.intake import Intake, Problem, Report, UnknownArticleError
from briefings.composition.copies import choose_copies
from briefings.io.contents import Fault, ReadingError
from briefings.io.loader import read_file
from briefings.model import Article, Kept, Reading
from storage.news.articles import include_articles, list_articles, place_articles, save_articles
from storage.news.extracts import list_extracts, save_extracts
from storage.news.updates import save_updates

_MEBIBYTE = 1024 * 1024
LIMITS = {  # bytes a file may have, by its ending
    ".txt": _MEBIBYTE,
    ".jsonl": 64 * _MEBIBYTE,
    **dict.fromkeys((".html", ".htm", ".xml", ".json"), 10 * _MEBIBYTE),
}


def read_paths(
    paths: Iterable[Path],
    *,
    outlet: str | None = None,
    published: date | datetime | None = None,
    zone: str = "UTC",
    watch: Callable[[list[Path]], Iterable[Path]] = iter,
) -> Intake:
    """Read files and folders; report the files, and the lines and entries in them, that cannot be read.

    :param outlet: the publisher of all articles, instead of what the files say.
    :param published: the time of publication of all articles, likewise.
    :param zone: the zone of times without an offset.
    :param watch: wraps the list of files, for a progress bar.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for path in watch(list_files(paths)):
        try:
            contents = read_file(_read_bytes(path), path.name, outlet=outlet, published=published, zone=zone)
            articles += contents.articles
            problems += (Problem(path, str(error)) for error in contents.bad_lines)
        except ReadingError as error:
            problems.append(Problem(path, str(error)))
        except OSError as error:
            problems.append(Problem(path, f"cannot be opened: {error.strerror}"))
    return Intake(tuple(articles), tuple(problems))


async def take_in(services: Services, articles: Sequence[Article]) -> Report:
    """Store articles, compose the whole story anew and save the result. Those that a person included stay included.

    What was read of an article is kept, and it is not read again. No transaction is open while the story is composed:
    readers get answers meanwhile. Everything is saved in one transaction. If another process has stored articles
    since, the story is composed again.
    """
    database, story, now = services.database, services.story, services.clock()
    read, articles = len(articles), choose_copies(articles)
    async with database.begin() as session:
        stored = await list_articles(session, story.name)
        kept = await list_extracts(session, story.name)
    included = {article.id for article in articles if article.included}
    together = _join(stored, articles, included)
    fresh: dict[tuple[str, Reading], Kept] = {}
    while True:
        briefing, new = await asyncio.to_thread(services.compose, story, together, (*kept, *fresh.values()))
        fresh |= {(each.article, each.reading): each for each in new}
        async with database.begin() as session:
            added = await save_articles(session, story.name, articles, now)
            await include_articles(session, story.name, included)
            stored = await list_articles(session, story.name)
            if {(each.id, each.included) for each in stored} == {(each.id, each.included) for each in together}:
                await save_extracts(session, story.name, fresh.values())
                await place_articles(session, story.name, briefing.articles)
                changes = await save_updates(
                    session, story.name, briefing.updates, now, briefing.figures, briefing.days
                )
                return Report(read, len(added), changes, list_set_aside(articles, briefing.set_aside))
            await session.rollback()
        together = _join(stored, articles, included)


async def include(services: Services, ids: Collection[str]) -> Report:
    """Include articles that were set aside because they are opinion, or not about the story; compose the story anew.

    :raises UnknownArticleError: if the story has no such article; then nothing is changed.
    """
    async with services.database.begin() as session:
        stored = {article.id: article for article in await list_articles(session, services.story.name)}
    if unknown := sorted(set(ids) - stored.keys()):
        raise UnknownArticleError(f"the story has no article {', '.join(unknown)}")
    return await take_in(services, [replace(stored[article_id], included=True) for article_id in ids])


def _join(stored: Iterable[Article], given: Iterable[Article], included: Collection[str]) -> Collection[Article]:
    """Return the articles of both; of one that both have, the stored one counts, if it is not a version only now."""
    together = {article.id: article for article in given}
    for article in stored:
        replaces = article.replaces or (together[article.id].replaces if article.id in together else None)
        together[article.id] = replace(article, replaces=replaces)
    return [replace(each, included=True) if each.id in included else each for each in together.values()]


def list_set_aside(articles: Iterable[Article], reasons: Mapping[str, str]) -> tuple[Problem, ...]:
    """List which of these articles were set aside, and why.

    :param reasons: by the id of the article.
    """
    return tuple(
        Problem(
            Path(article.file or article.id),
            f"article {article.id} is set aside: it {reasons[article.id]}",
            article.id,
            reasons[article.id],
        )
        for article in articles
        if article.id in reasons
    )


def check_file(name: str, size: int) -> None:
    """Check the type and size (bytes) of a file.

    :raises ReadingError: if the type is not supported, or the file is too large.
    """
    limit = LIMITS.get(Path(name).suffix.lower())
    if limit is None:
        raise ReadingError(f"unsupported file type; supported: {', '.join(LIMITS)}", Fault.KIND)
    if size > limit:
        raise ReadingError(f"is too large: more than {limit // _MEBIBYTE} MiB", Fault.LARGE)


def list_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and every file of the folders but hidden ones; each file once."""
    found: dict[Path, None] = {}
    for path in paths:
        # An empty folder stays in the list, so that it is reported.
        found.update(dict.fromkeys((path.is_dir() and list(_walk(path))) or [path]))
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        # A link that leads out of the folder may lead to what nobody meant to publish.
        if path.is_file() and not hidden and path.resolve().is_relative_to(folder.resolve()):
            yield path


def _read_bytes(path: Path) -> bytes:
    path.stat()  # a missing file is reported before its type
    if path.is_dir():
        raise ReadingError(f"no supported file in the folder; supported: {', '.join(LIMITS)}", Fault.KIND)
    if not path.is_file():  # opening a named pipe would wait for its writer
        raise ReadingError("is not a regular file", Fault.KIND)
    check_file(path.name, 0)
    # Read one byte more than allowed: a file that grows, or never ends, cannot fill the memory.
    with path.open("rb") as file:
        data = file.read(LIMITS[path.suffix.lower()] + 1)
    check_file(path.name, len(data))
    return data
