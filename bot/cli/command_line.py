"""What all commands share: the program, its exit codes, work with the database."""

import sys
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from bot.core.container import Services
from bot.core.settings import SettingsError
from bot.domain.correction import EditingError
from bot.domain.intake import UnknownArticleError
from bot.preview.protocol import PreviewError
from bot.sources.values import SourceError
from storage.engine.database import DatabaseError

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Text files, .jsonl files, folders of them.")]

_T = TypeVar("_T")

_ABOUT = "Mujaz briefs the readers of a Telegram bot, in Arabic, on a running story."


def run_commands(*commands: Callable[..., None], groups: Iterable[typer.Typer] = ()) -> None:
    """Run the command that the arguments name; each expected error is one line on stderr and never a traceback."""
    program = typer.Typer(
        name="mujaz", help=_ABOUT, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    for command in commands:
        program.command()(command)
    for group in groups:
        program.add_typer(group)
    try:
        program()
    except SettingsError as error:
        end(str(error), status=2)
    except (DatabaseError, EditingError, PreviewError, SourceError, UnknownArticleError) as error:
        end(str(error), status=1)


async def with_database(services: Services, work: Coroutine[Any, Any, _T]) -> _T:
    """Bring the database up to date, do the work and close the database."""
    try:
        await services.database.migrate()
        return await work
    finally:
        work.close()  # if migrating failed, the work never began
        await services.database.close()


def end(message: str, *, status: int) -> NoReturn:
    """Print an error in one line and end the process with this status."""
    typer.echo(f"mujaz: {message}", err=True)
    sys.exit(status)
