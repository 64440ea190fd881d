"""The commands for the SQLite database: ``backup`` and ``restore``."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import load_services
from storage.engine import backup as backups


def backup(target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> None:
    """Copy the SQLite database into a file; the bot may run meanwhile."""
    backups.back_up(load_services().database, target)
    typer.echo(f"{target}: {target.stat().st_size} bytes")


def restore(source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that «backup» wrote.")]) -> None:
    """Replace the SQLite database with a backup; the bot must not run."""
    kept = backups.restore(load_services().database, source)
    typer.echo(f"restored from {source}" + (f"; the previous database was kept as {kept}" if kept else ""))
