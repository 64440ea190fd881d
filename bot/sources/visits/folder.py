"""Visit a folder: read the files in it that are new, or were changed since the last visit."""

import asyncio
from pathlib import Path

from bot.services.ingest import list_files, read_paths
from bot.sources.values import FOLDER, Find, Haul, LoadKnown
from storage.model.sources import KnownEntry, NewsSource

_MOST_FILES = 1_000  # that are read at one visit; the others wait for the next


async def visit_folder(source: NewsSource, load_known: LoadKnown, zone: str) -> Haul:
    """Visit a folder. What is wrong with it, or with a file in it, stands in the haul.

    If a file of one article changes, the article is a later version. If a file of several changes, those of its
    articles that are new are taken.

    :param zone: the IANA zone of moments without an offset.
    """
    folder = Path(source.url)
    try:
        stamps = await asyncio.to_thread(_stamp_files, folder)
    except OSError as error:
        return Haul(source, fault=f"cannot be opened: {error.strerror}")
    known = await load_known(source.id, list(stamps))
    fresh = [name for name, stamp in stamps.items() if name not in known or known[name].digest != stamp]
    finds = [
        await asyncio.to_thread(_read, source, name, stamps[name], known.get(name), zone)
        for name in fresh[:_MOST_FILES]
    ]
    return Haul(source, tuple(finds), frozenset(stamps), is_cut=len(fresh) > _MOST_FILES, kind=FOLDER)


def _stamp_files(folder: Path) -> dict[str, str]:
    """Return the files of a folder by their names in it, each with a stamp that is another if the file changes.

    :raises OSError: if there is no such folder any more.
    """
    if not folder.is_dir():
        raise FileNotFoundError(2, "no such folder")
    stamps: dict[str, str] = {}
    for path in list_files([folder]):
        if path.is_file():  # an empty folder is listed as itself
            state = path.stat()
            stamps[str(path.relative_to(folder))] = f"{state.st_mtime_ns}:{state.st_size}"
    return stamps


def _read(source: NewsSource, name: str, stamp: str, earlier: KnownEntry | None, zone: str) -> Find:
    intake = read_paths([Path(source.url) / name], outlet=source.outlet, zone=zone)
    reasons = [problem.reason for problem in intake.problems]
    single = earlier is not None and len(intake.articles) == 1
    return Find(
        name,
        stamp,
        intake.articles,
        earlier=earlier.article if earlier and single else None,
        is_new=earlier is None,
        reason="; ".join(reasons[:3]) or None,
        title=name,
    )
