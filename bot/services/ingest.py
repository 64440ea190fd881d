"""Articles come in: files → articles → updates in the story's sequence."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from bot.domain.intake import Intake, Problem, Report
from briefings.composition.composer import compose
from briefings.io.loader import Fault, ReadingError, read_articles
from briefings.model import Article
from briefings.story import Story
from storage.engine.database import Database
from storage.news.articles import list_articles, place_articles, save_articles
from storage.news.updates import save_updates

_MEBIBYTE = 1024 * 1024
LIMITS = {".txt": _MEBIBYTE, ".jsonl": 64 * _MEBIBYTE}  # bytes a file may have, by its ending


def read_paths(
    paths: Iterable[Path],
    *,
    outlet: str | None = None,
    published: date | datetime | None = None,
    zone: str = "UTC",
    watch: Callable[[list[Path]], Iterable[Path]] = iter,
) -> Intake:
    """Read files and folders; what cannot be read is left out, and said so.

    :param outlet: who published them, whatever the files say.
    :param published: when, likewise.
    :param zone: of times without an offset.
    :param watch: sees the files pass, for a progress bar.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for path in watch(_list_files(paths)):
        try:
            articles += read_articles(_read_bytes(path), path.name, outlet=outlet, published=published, zone=zone)
        except ReadingError as error:
            problems.append(Problem(path, str(error)))
        except OSError as error:
            problems.append(Problem(path, f"cannot be opened: {error.strerror}"))
    return Intake(tuple(articles), tuple(problems))


async def take_in(database: Database, story: Story, articles: Sequence[Article], now: datetime) -> Report:
    """Store articles, compose all of the story anew and save what came of it.

    Composing takes its time, and the database is free meanwhile, for readers' answers. All is saved in one
    transaction, and composed again where somebody else has brought articles since.
    """
    async with database.begin() as session:
        known = {article.id: article for article in await list_articles(session, story.name)}
    together: Collection[Article] = ({article.id: article for article in articles} | known).values()
    while True:
        briefing = await asyncio.to_thread(compose, story, together)
        async with database.begin() as session:
            new = await save_articles(session, story.name, articles, now)
            stored = await list_articles(session, story.name)
            if {article.id for article in stored} == {article.id for article in together}:
                await place_articles(session, story.name, briefing.articles)
                changes = await save_updates(session, story.name, briefing.updates, now, briefing.figures)
                return Report(len(articles), len(new), changes)
            await session.rollback()
        together = stored


def check_file(name: str, size: int) -> None:
    """Whether a file of this name and size (bytes) is read at all.

    :raises ReadingError: where it is not.
    """
    limit = LIMITS.get(Path(name).suffix.lower())
    if limit is None:
        raise ReadingError(f"is none of the files that are read ({', '.join(LIMITS)})", Fault.KIND)
    if size > limit:
        raise ReadingError(f"is too large: more than {limit // _MEBIBYTE} MiB", Fault.LARGE)


def _list_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and of folders every file, hidden ones aside; each once."""
    found: dict[Path, None] = {}
    for path in paths:
        # An empty folder stands for itself, to be complained of.
        found.update(dict.fromkeys((path.is_dir() and list(_walk(path))) or [path]))
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _read_bytes(path: Path) -> bytes:
    path.stat()  # that it is not there matters more than its ending
    if path.is_dir():
        raise ReadingError(f"holds none of the files that are read ({', '.join(LIMITS)})", Fault.KIND)
    check_file(path.name, 0)
    # One byte more than allowed, so that a file that grows, or never ends, cannot fill the memory.
    with path.open("rb") as file:
        data = file.read(LIMITS[path.suffix.lower()] + 1)
    check_file(path.name, len(data))
    return data
