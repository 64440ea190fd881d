"""The commands for articles: ``ingest``, ``include`` and ``compose``."""

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from bot.app import find_story, load_services
from bot.cli.command_line import Paths, with_database
from bot.cli.output import escape_controls, print_briefing, print_problems, print_report
from bot.composing.compose import make_compose
from bot.composing.engines import EngineError, EngineName, choose_engine
from bot.core.logs import configure_logging
from bot.core.settings import load_settings
from bot.domain.intake import Intake
from bot.services.ingest import include as include_articles
from bot.services.ingest import list_set_aside, read_paths, take_in
from briefings.composition.composer import compose as compose_briefing
from briefings.extraction.extract import Engine
from briefings.extraction.extracts import Extracts
from briefings.io.contents import ReadingError, parse_published
from briefings.io.export import to_document
from briefings.model import Article

Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet that published the articles.")]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="The date of publication: 2022-01-06 or 2022-01-06 14:30.")
]


Included = Annotated[
    bool, typer.Option("--include", help="Include them all: opinion, and what is not about the story, too.")
]


Where = Annotated[
    EngineName,
    typer.Option("--engine", help="Where articles are read: on all cores, in this process, or on a cluster of Dask."),
]


def ingest(
    paths: Paths,
    outlet: Outlet = None,
    published: Published = None,
    included: Included = False,
    engine: Where = EngineName.AUTO,
) -> None:
    """Store articles and compose the story anew."""
    services = replace(load_services(), compose=make_compose(_find_engine(engine)))
    configure_logging(services.settings.log_level, services.settings.list_secrets())
    intake = _read(paths, outlet, published, services.story.zone)
    problems = intake.problems
    if intake.articles:
        with Console(stderr=True).status("Composing …"):
            report = asyncio.run(with_database(services, take_in(services, _include(intake, included))))
        print_problems(report.set_aside)
        print_report(report)
        problems += report.set_aside
    raise typer.Exit(bool(problems))


def include(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Ids that «ingest» gave as set aside.")],
) -> None:
    """Include articles that were set aside as opinion, or as not about the story; compose the story anew."""
    services = load_services()
    report = asyncio.run(with_database(services, include_articles(services, articles)))
    print_problems(report.set_aside)
    print_report(report)
    raise typer.Exit(bool(report.set_aside))


def compose(
    paths: Paths,
    outlet: Outlet = None,
    published: Published = None,
    included: Included = False,
    engine: Where = EngineName.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print the document mujaz.briefing/1.")] = False,
    analysis: Annotated[bool, typer.Option(help="Add every sentence and its analysis to the document.")] = False,
) -> None:
    """Compose a briefing in memory and print it; the database is not touched."""
    story = find_story(load_settings())
    extracts = Extracts(story, _find_engine(engine))
    intake = _read(paths, outlet, published, story.zone)
    briefing = compose_briefing(story, _include(intake, included), extracts)
    aside = list_set_aside(briefing.articles, briefing.set_aside)
    print_problems(aside)
    if as_json:
        document = json.dumps(to_document(briefing, analysis=analysis), ensure_ascii=False, indent=2)
        typer.echo(escape_controls(document))
    else:
        print_briefing(briefing, story)
    raise typer.Exit(bool(intake.problems or aside))


def _find_engine(name: EngineName) -> Engine:
    try:
        return choose_engine(name)
    except EngineError as error:
        raise typer.BadParameter(str(error), param_hint="--engine") from error


def _include(intake: Intake, included: bool) -> Sequence[Article]:
    return [replace(article, included=included) for article in intake.articles]


def _read(paths: Iterable[Path], outlet: str | None, published: str | None, zone: str) -> Intake:
    try:
        when = parse_published(published, zone) if published else None
    except ReadingError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    intake = read_paths(paths, outlet=outlet, published=when, zone=zone, watch=_watch)
    print_problems(intake.problems)
    return intake


def _watch(files: list[Path]) -> Iterable[Path]:
    """Show a progress bar while files are read, if stderr is a terminal."""
    return track(files, "Reading", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
