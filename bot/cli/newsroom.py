"""The commands for updates: ``updates``, ``retract`` and ``amend``."""

import asyncio
from typing import Annotated

import typer

from bot.app import load_services
from bot.cli.command_line import with_database
from bot.cli.output import print_updates
from bot.services import corrections

Update = Annotated[str, typer.Argument(metavar="NUMBER", help="The number that «updates» lists, or an id.")]


def updates(
    topic: Annotated[str | None, typer.Option(metavar="KEY", help="List the updates of this topic only.")] = None,
) -> None:
    """List the current updates: number, day, text, outlets."""
    services = load_services()
    snapshot = asyncio.run(with_database(services, corrections.list_updates(services)))
    print_updates([stored for stored in snapshot if topic in {None, stored.update.topic}], services.story)


def retract(update: Update) -> None:
    """Retract an update; its readers get a correction, and nobody else is told it."""
    services = load_services()
    told = asyncio.run(with_database(services, corrections.retract(services, update)))
    typer.echo(f"update {update} retracted; corrections planned: {told}")


def amend(
    update: Update, text: Annotated[str, typer.Option(help="The right text, in Arabic, at most 280 characters.")]
) -> None:
    """Replace the text of an update; its readers get a correction, and the others get the right text."""
    services = load_services()
    told = asyncio.run(with_database(services, corrections.amend(services, update, text)))
    typer.echo(f"update {update} amended; corrections planned: {told}")
