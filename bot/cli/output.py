"""What commands print for people."""

import re
from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.domain.intake import Problem, Report
from bot.rendering.layout import name_topic
from briefings.model import Briefing, TopicUpdate
from briefings.story import OTHER, Story
from storage.model.values import StoredUpdate

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tabs and ends of lines
_BEYOND_ASCII = re.compile(r"[\x7f-\x9f]")


def print_problems(problems: Iterable[Problem]) -> None:
    """Print on stderr, a line each, which files were left out and why."""
    for problem in problems:
        typer.echo(show_controls(f"{problem.path}: {problem.reason}"), err=True)


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
        told = (update.when.start or "–", update.text, "، ".join(update.outlets) or "–")
        table.add_row(*map(_plain, (str(stored.sequence), topic, *told)))
    Console().print(table)


def show_controls(text: str) -> str:
    """Return a text whose control characters are written out: a terminal would obey them.

    >>> show_controls("\\x1b[31mred\\x9b")
    '\\\\x1b[31mred\\\\x9b'
    """
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def escape_controls(document: str) -> str:
    """Return a JSON document without the control characters that JSON lets pass."""
    return _BEYOND_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def _plain(text: str) -> Text:
    """Return a text as it is: brackets in an article are no markup."""
    return Text(show_controls(text))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _make_table(title: str, updates: Iterable[TopicUpdate]) -> Table:
    table = Table(title=_plain(title), title_justify="left", show_lines=True)
    for column in ("day", "update", "outlets"):
        table.add_column(column, overflow="fold")
    for update in updates:
        told = (update.when.start or "–", update.text, "، ".join(update.outlets) or "–")
        table.add_row(*map(_plain, told))
    return table
