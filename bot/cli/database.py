"""The commands for the SQLite database: ``backup`` and ``restore``."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import build_services
from bot.core.clock import system_clock
from bot.core.settings import load_settings
from storage.engine import backup as backups


def backup(target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> None:
    """Copy the SQLite database into a file; the bot may run meanwhile."""
    services = build_services(load_settings(), system_clock)
    backups.back_up(services.database, target)
    typer.echo(f"{target}: {target.stat().st_size} bytes")


def restore(source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that «backup» wrote.")]) -> None:
    """Replace the SQLite database with a backup; the bot must not run."""
    services = build_services(load_settings(), system_clock)
    kept = backups.restore(services.database, source)
    typer.echo(f"restored from {source}" + (f"; the previous database was kept as {kept}" if kept else ""))
