"""What the sources brought that is on no story: list it, and bring some of it in by hand."""

from collections.abc import Collection
from dataclasses import replace

from bot.core.container import Services
from bot.domain.intake import Report
from bot.services.ingest import take_in
from bot.sources.values import SourceError
from storage.model.sources import LeftOut
from storage.sources.left_out import drop_left_out, list_left_out


async def show_left_out(services: Services) -> tuple[LeftOut, ...]:
    """Return what the sources brought in the last week that is on no story, the last first."""
    async with services.database.read() as session:
        return await list_left_out(session)


async def bring_in(services: Services, ids: Collection[str]) -> Report:
    """Bring articles into the story that were left out, whatever they are about.

    :raises SourceError: if one was not left out, or has no text; then nothing is changed.
    """
    async with services.database.read() as session:
        kept = {each.article.id: each for each in await list_left_out(session, ids)}
    for each in ids:
        if each not in kept:
            raise SourceError(f"{each}: was not left out in the last week")
        if not kept[each].article.text:
            raise SourceError(f"{each}: has no text that could be brought in")
    report = await take_in(services, [replace(kept[each].article, included=True) for each in ids])
    async with services.database.begin() as session:
        await drop_left_out(session, ids)
    return report
