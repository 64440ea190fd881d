"""The command ``replay``: what one reader would have been told, day by day."""

import asyncio
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.app import build_services, find_story
from bot.cli.command_line import Paths, with_database
from bot.cli.output import print_problems
from bot.core.settings import Settings, load_settings
from bot.services.ingest import read_paths
from bot.services.replay import DIGEST_TIME, ReplayClock, Replayed, ToldItem
from bot.services.replay import replay as replay_articles
from briefings.model import Article, Precision, TopicUpdate


def replay(
    paths: Paths,
    story: Annotated[str | None, typer.Option(metavar="FILE", help="Another story than that of the settings.")] = None,
    start: Annotated[
        datetime | None,
        typer.Option("--from", metavar="DAY", formats=["%Y-%m-%d"], help="The day on which the reader subscribes."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the document mujaz.replay/1.")] = False,
) -> None:
    """Show what a reader would have been told day by day; neither the database nor Telegram is touched."""
    settings = load_settings()
    settings = settings.model_copy(update={"story": story or settings.story})
    intake = read_paths(paths, zone=find_story(settings).zone)
    print_problems(intake.problems)
    name, replayed = _run(settings, intake.articles, start)
    print_problems(replayed.set_aside)
    if as_json:
        typer.echo(json.dumps(to_document(name, replayed), ensure_ascii=False, indent=2))
    else:
        _print(replayed)
    raise typer.Exit(bool(intake.problems))


def _run(settings: Settings, articles: Sequence[Article], start: datetime | None) -> tuple[str, Replayed]:
    """Replay on a database of its own; return the name of the story, and what was told."""
    clock, zone = ReplayClock(), find_story(settings).zone
    with tempfile.TemporaryDirectory(prefix="mujaz-replay-") as folder:
        own = {"database_url": f"sqlite:///{folder}/replay.db", "timezone": zone, "digest_time": DIGEST_TIME}
        services = build_services(settings.model_copy(update=own), clock)
        told = replay_articles(services, clock, articles, start.date() if start else None)
        return services.story.name, asyncio.run(with_database(services, told))


def to_document(story: str, replayed: Replayed) -> dict[str, Any]:
    """Return the document ``mujaz.replay/1`` (docs/briefing-json.md), ready for ``json.dumps``."""
    return {
        "format": "mujaz.replay/1",
        "story": story,
        "greeting": [_to_json(told) for told in replayed.greeting],
        "days": [
            {"date": day.date.isoformat(), "items": [_to_json(told) for told in day.items], "rest": day.rest}
            for day in replayed.days
        ],
    }


def _to_json(told: ToldItem) -> dict[str, Any]:
    update, both = told.item.update, _list_updates(told)
    return {
        "id": update.id,
        "text": "\n".join(each.text for each in both),
        "topic": update.topic,
        "event_date": update.when.start,
        "event_date_end": update.when.end,
        "date_precision": update.when.precision.value,
        "sources": [
            {"article": span.article, "start": span.start, "end": span.end, "text": span.text}
            for span in dict.fromkeys(span for each in both for span in each.sources)
        ],
        "outlets": _list_outlets(both),
    }


def _print(replayed: Replayed) -> None:
    if replayed.greeting:
        typer.echo("The greeting")
        _print_items(replayed.greeting)
    for day in replayed.days:
        left = f", {day.rest} left over" if day.rest else ""
        typer.echo(f"{day.date}: {len(day.items)} told of {day.articles} articles{left}")
        _print_items(day.items)


def _print_items(items: Iterable[ToldItem]) -> None:
    for told in items:
        update, both = told.item.update, _list_updates(told)
        when = update.when.start or "no day"
        said = f"reported {when}" if update.when.precision is Precision.REPORTED else when
        typer.echo("\n    ".join([f"  {update.text}", *(each.text for each in both[1:])]))
        typer.echo("    " + " · ".join([said, "، ".join(_list_outlets(both)) or "no outlet"]))


def _list_updates(told: ToldItem) -> list[TopicUpdate]:
    return [stored.update for stored in (told.item, told.line) if stored]


def _list_outlets(updates: Iterable[TopicUpdate]) -> list[str]:
    return list(dict.fromkeys(outlet for update in updates for outlet in update.outlets))
