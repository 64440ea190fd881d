"""Lines for the operator's terminal."""

from collections.abc import Iterable

import typer

from bot.domain.intake import Problem


def print_problems(problems: Iterable[Problem]) -> None:
    """What was left out, a line each, on stderr."""
    for problem in problems:
        typer.echo(f"{problem.path}: {problem.reason}", err=True)
