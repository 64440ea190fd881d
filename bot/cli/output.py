"""What commands print for people."""

from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table

from bot.domain.intake import Problem, Report
from bot.rendering.layout import name_topic
from briefings.model import Briefing, TopicUpdate
from briefings.story import OTHER, Story
from storage.model.values import StoredUpdate


def print_problems(problems: Iterable[Problem]) -> None:
    """Print on stderr, a line each, which files were left out and why."""
    for problem in problems:
        typer.echo(f"{problem.path}: {problem.reason}", err=True)


def print_report(report: Report) -> None:
    """Print in one line what an ingest changed."""
    changes = report.changes
    articles, updates = _count(report.read, "article"), _count(len(changes.added), "update")
    typer.echo(
        f"{articles} read, {report.new} new; "
        f"{updates} added, {len(changes.changed)} changed, {len(changes.withdrawn)} withdrawn"
    )


def print_briefing(briefing: Briefing, story: Story) -> None:
    """Print the updates by topic: day, text, outlets."""
    console = Console()
    for key in (*(topic.key for topic in story.topics), OTHER):
        updates = [update for update in briefing.updates if update.topic == key]
        if updates:
            console.print(_make_table(name_topic(key, story), updates))


def print_updates(updates: Sequence[StoredUpdate], story: Story) -> None:
    """Print updates by number."""
    table = Table(show_lines=True)
    for column in ("number", "topic", "day", "update", "outlets"):
        table.add_column(column, overflow="fold")
    for stored in updates:
        update = stored.update
        topic = name_topic(update.topic, story)
        table.add_row(
            str(stored.sequence), topic, update.when.start or "–", update.text, "، ".join(update.outlets) or "–"
        )
    Console().print(table)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _make_table(title: str, updates: Iterable[TopicUpdate]) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    for column in ("day", "update", "outlets"):
        table.add_column(column, overflow="fold")
    for update in updates:
        table.add_row(update.when.start or "–", update.text, "، ".join(update.outlets) or "–")
    return table
