"""``python -m bot``: the command line, nothing else."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import track
from telegram.error import InvalidToken, TelegramError

from bot.app import build_services, find_story, running
from bot.cli.output import print_briefing, print_report, print_standing
from bot.core.clock import system_clock
from bot.core.console import print_problems
from bot.core.container import Services
from bot.core.logs import configure_logging, redact, secrets_of
from bot.core.settings import SettingsError, load_settings
from bot.domain.correction import EditingError
from bot.domain.intake import Intake
from bot.preview.protocol.faults import PreviewError
from bot.preview.run import run_preview
from bot.services.corrections import list_standing, take_back
from bot.services.ingest import read_paths, take_in
from briefings.composition.composer import compose as compose_briefing
from briefings.io.export import to_document
from briefings.io.loader import ReadingError, parse_published
from storage.engine.backup import back_up
from storage.engine.backup import restore as restore_backup
from storage.engine.database import DatabaseError

_T = TypeVar("_T")

app = typer.Typer(
    name="mujaz",
    help="Mujaz briefs the readers of a Telegram bot, in Arabic, on a running story.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Text files, .jsonl files, folders of them.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published them.")]
Update = Annotated[str, typer.Argument(metavar="NUMBER", help="As «updates» lists them, or an id.")]
Published = Annotated[str | None, typer.Option(metavar="DATE", help="When: 2022-01-06 or 2022-01-06 14:30.")]


@app.command()
def run() -> None:
    """Run the bot, with the settings of the environment or .env."""
    settings = load_settings()
    settings.require_token()
    services = build_services(settings, system_clock)
    configure_logging(settings.log_level, settings.telegram_bot_token)
    try:
        asyncio.run(_run_until_told(services))
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN is refused by the server: ask @BotFather for it anew") from None
    except TelegramError as error:
        message = redact(error.message, secrets_of(settings.telegram_bot_token))
        _end(f"the Bot API server at {settings.telegram_api_url} cannot be used: {message}", status=1)


@app.command()
def preview(
    port: Annotated[int, typer.Option(help="Where the page is; 0 takes any free port.")] = 8081,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    articles: Annotated[Path | None, typer.Option(metavar="PATH", help="Another folder to replay.")] = None,
) -> None:
    """Run the bot in the browser: no token, no network, a story that is replayed."""
    asyncio.run(run_preview(port=port, open_browser=browser, articles=articles))


@app.command()
def ingest(paths: Paths, outlet: Outlet = None, published: Published = None) -> None:
    """Take articles in: store them, compose the story anew."""
    settings = load_settings()
    services = build_services(settings, system_clock)
    configure_logging(settings.log_level, settings.telegram_bot_token)
    intake = _read(paths, outlet, published, services.story.zone)
    if intake.articles:
        with Console(stderr=True).status("Composing …"):
            work = take_in(services.database, services.story, intake.articles, services.clock())
            report = asyncio.run(_with_database(services, work))
        print_report(report)
    raise typer.Exit(bool(intake.problems))


@app.command()
def compose(
    paths: Paths,
    outlet: Outlet = None,
    published: Published = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the document mujaz.briefing/1.")] = False,
    analysis: Annotated[bool, typer.Option(help="With every sentence and what was read off it.")] = False,
) -> None:
    """Compose a briefing in memory and print it; the database stays untouched."""
    story = find_story(load_settings())
    intake = _read(paths, outlet, published, story.zone)
    briefing = compose_briefing(story, intake.articles)
    if as_json:
        typer.echo(json.dumps(to_document(briefing, analysis=analysis), ensure_ascii=False, indent=2))
    else:
        print_briefing(briefing, story)
    raise typer.Exit(bool(intake.problems))


@app.command()
def updates(
    topic: Annotated[str | None, typer.Option(metavar="KEY", help="Of this topic only.")] = None,
) -> None:
    """List the updates that stand: number, day, text, outlets."""
    services = build_services(load_settings(), system_clock)
    snapshot = asyncio.run(_with_database(services, list_standing(services)))
    print_standing([stored for stored in snapshot if topic in {None, stored.update.topic}], services.story)


@app.command()
def retract(update: Update) -> None:
    """Take an update back: who saw it gets a correction, nobody else is told it."""
    _take_back(update, None)


@app.command()
def amend(
    update: Update, text: Annotated[str, typer.Option(help="What is right, in Arabic, at most 280 characters.")]
) -> None:
    """Put a text in the place of an update's: who saw it gets a correction, the others the right one."""
    _take_back(update, text)


@app.command()
def backup(target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> None:
    """Copy the SQLite database into a file, while the bot runs."""
    services = build_services(load_settings(), system_clock)
    back_up(services.database, target)
    typer.echo(f"{target}: {target.stat().st_size} bytes")


@app.command()
def restore(source: Annotated[Path, typer.Argument(metavar="FILE", help="What «backup» wrote.")]) -> None:
    """Put a backup in the place of the SQLite database; the bot must not run."""
    services = build_services(load_settings(), system_clock)
    kept = restore_backup(services.database, source)
    typer.echo(f"restored from {source}" + (f"; what was there before: {kept}" if kept else ""))


def main() -> None:
    """The entry point: every expected error is one line on stderr, never a traceback."""
    try:
        app()
    except SettingsError as error:
        _end(str(error), status=2)
    except (DatabaseError, EditingError, PreviewError) as error:
        _end(str(error), status=1)


def _read(paths: Iterable[Path], outlet: str | None, published: str | None, zone: str) -> Intake:
    try:
        when = parse_published(published, zone) if published else None
    except ReadingError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    intake = read_paths(paths, outlet=outlet, published=when, zone=zone, watch=_watch)
    print_problems(intake.problems)
    return intake


def _watch(files: list[Path]) -> Iterable[Path]:
    """A progress bar while files are read, where somebody sees it; it leaves no trace."""
    return track(files, "Reading", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _take_back(name: str, text: str | None) -> None:
    services = build_services(load_settings(), system_clock)
    told = asyncio.run(_with_database(services, take_back(services, name, text)))
    typer.echo(f"taken back; {told} who saw it get a correction")


async def _with_database(services: Services, work: Coroutine[Any, Any, _T]) -> _T:
    """Do something with the database, brought up to date."""
    try:
        await services.database.migrate()
        return await work
    finally:
        work.close()  # where it never began
        await services.database.close()


async def _run_until_told(services: Services) -> None:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with running(services):
        await told.wait()


def _end(message: str, *, status: int) -> None:
    typer.echo(f"mujaz: {message}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    gc.freeze()  # what was imported stays: no collection need look at it, nor the last one, which takes half a second
    main()
