"""The commands for sources: ``sources add``, ``list``, ``check`` and the others; ``fetch``."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.app import load_services
from bot.cli.command_line import with_database
from bot.cli.output import print_problems, print_report
from bot.cli.source_lines import (
    print_candidates,
    print_left_out,
    print_sources,
    print_sources_as_json,
    print_visit,
)
from bot.core.container import Services
from bot.core.logs import configure_logging
from bot.sources import leftovers, manage
from bot.sources.opml import write_opml
from bot.sources.rounds.run import run_round
from bot.sources.values import SourceError

_PATIENCE_S = 60.0  # while the bot, or another command, makes a round

Number = Annotated[int, typer.Argument(metavar="ID", help="The number that «sources list» shows.")]
Page = Annotated[bool, typer.Option("--page", help="Read the page itself, and look for no feeds.")]

_T = TypeVar("_T")

sources = typer.Typer(
    name="sources", help="The feeds, sites, channels and folders from which articles come.", no_args_is_help=True
)


@sources.command()
def add(
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, a site, @channel, or the path of a folder.")],
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="The outlet of all its articles.")] = None,
    feed: Annotated[int | None, typer.Option(metavar="N", min=1, help="Which of several feeds of a site.")] = None,
    page: Page = False,
) -> None:
    """Add a source; the next round visits it. Status 1: nothing can be read there, or it is a source already."""

    async def work(services: Services) -> None:
        source = await manage.add(services, address, outlet=outlet, feed=feed, is_page=page)
        typer.echo(f"source {source.id} added: {source.url} ({source.kind})")

    try:
        _run(work)
    except manage.SeveralFeedsError as error:
        print_candidates(error.candidates)
        raise


@sources.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False) -> None:
    """List the sources: state, last news, articles, and since when and why one fails."""

    async def work(services: Services) -> None:
        found = await manage.list_all(services)
        if as_json:
            print_sources_as_json(found)
        else:
            print_sources(found, services.clock())

    _run(work)


@sources.command()
def check(
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="[URL|ID]…", help="Without one: all sources.")
    ] = None,
    page: Page = False,
) -> None:
    """Read sources, or other addresses, and say what is there; nothing is stored. Status 1: one cannot be read."""

    async def work(services: Services) -> bool:
        known = {str(source.id): (source.url, source.kind == "page") for source in await manage.list_all(services)}
        wanted = [known.get(each, (each, page)) for each in addresses or known]
        return all([await _look(services, address, is_page=is_page) for address, is_page in wanted])

    raise typer.Exit(not _run(work))


async def _look(services: Services, address: str, *, is_page: bool) -> bool:
    try:
        found = await manage.look(services, address, is_page=is_page)
        print_candidates(found)
        if not found:
            typer.echo(f"{address}\n   a folder")
    except SourceError as error:
        typer.echo(str(error), err=True)
        return False
    return True


@sources.command()
def pause(number: Number) -> None:
    """Visit a source no more until it is resumed."""
    _run(lambda services: _say(manage.pause(services, number), "paused"))


@sources.command()
def resume(number: Number) -> None:
    """Visit a paused or gone source again."""
    _run(lambda services: _say(manage.resume(services, number), "is visited again"))


@sources.command()
def remove(number: Number) -> None:
    """Forget a source. The articles that it brought stay."""
    _run(lambda services: _say(manage.remove(services, number), "removed"))


async def _say(change: Coroutine[Any, Any, Any], what: str) -> None:
    source = await change
    typer.echo(f"source {source.id} {what}: {source.url}")


@sources.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds, as feed readers write it.")],
) -> None:
    """Add the sources of a list; the next round looks at them. Status 1: some were left out."""

    async def work(services: Services) -> bool:
        imported = await manage.import_opml(services, data)
        for problem in imported.problems:
            typer.echo(problem, err=True)
        typer.echo(f"{len(imported.added)} sources added, {imported.known} known already")
        return bool(imported.problems)

    try:
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be opened: {error.strerror}") from error
    raise typer.Exit(_run(work))


@sources.command()
def export() -> None:
    """Print the sources as a list that feed readers import (OPML)."""

    async def work(services: Services) -> None:
        typer.echo(write_opml(await manage.list_all(services)).decode(), nl=False)

    _run(work)


@sources.command(name="left-out")
def left_out() -> None:
    """List what the sources brought in the last week that is on no story, each with the reason."""

    async def work(services: Services) -> None:
        print_left_out(await leftovers.show_left_out(services))

    _run(work)


@sources.command()
def take(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Ids that «sources left-out» lists.")],
) -> None:
    """Bring in articles that were left out, whatever they are about; compose the story."""
    report = _run(lambda services: leftovers.bring_in(services, articles))
    print_problems(report.set_aside)
    print_report(report)
    raise typer.Exit(bool(report.set_aside))


def fetch(
    everything: Annotated[bool, typer.Option("--all", help="Visit all active sources, also those not due.")] = False,
) -> None:
    """Make one round now: visit the sources that are due. Status 1: one cannot be read.

    If the bot makes a round at the moment, this one follows it.
    """

    async def work(services: Services) -> bool:
        if not await manage.list_all(services):
            typer.echo("there is no source: add one with «mujaz sources add URL»", err=True)
            return True
        reports = await run_round(services, everything=everything, patience=_PATIENCE_S, tell=print_visit)
        if not reports:
            typer.echo("no active source" if everything else "no source is due; --all visits all of them")
        return any(report.fault for report in reports)

    raise typer.Exit(_run(work))


def _run(work: Callable[[Services], Coroutine[Any, Any, _T]]) -> _T:
    """Do the work with the services that the settings ask for, and with the database and the fetcher open."""
    services = load_services()
    configure_logging("WARNING", services.settings.list_secrets())

    async def with_fetcher() -> _T:
        async with services.visiting.fetcher:
            return await work(services)

    return asyncio.run(with_database(services, with_fetcher()))
