"""What the command line prints, for people."""

from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table

from bot.domain.intake import Report
from bot.rendering.layout import name_topic
from briefings.model import Briefing, TopicUpdate
from briefings.story import OTHER, Story
from storage.model.values import StoredUpdate


def print_report(report: Report) -> None:
    """What an ingest changed, in one line."""
    changes = report.changes
    articles, updates = _count(report.read, "article"), _count(len(changes.added), "update")
    typer.echo(
        f"{articles} read, {report.new} new; "
        f"{updates} added, {len(changes.changed)} changed, {len(changes.withdrawn)} withdrawn"
    )


def print_briefing(briefing: Briefing, story: Story) -> None:
    """The updates by topic: day, text, outlets."""
    console = Console()
    for key in (*(topic.key for topic in story.topics), OTHER):
        updates = [update for update in briefing.updates if update.topic == key]
        if updates:
            console.print(_make_table(name_topic(key, story), updates))


def print_standing(updates: Sequence[StoredUpdate], story: Story) -> None:
    """The updates that stand, by number."""
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
