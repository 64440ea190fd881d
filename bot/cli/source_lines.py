"""What commands print of sources: lines of at most 80 columns."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import unquote

import typer

from bot.cli.output import show_controls
from bot.sources.discovery import Candidate
from bot.sources.values import VisitReport
from storage.model.sources import LeftOut, NewsSource, SourceState

_WIDTH = 80
_NAME = 32  # of it, for the name of a source
_SHOWN = 3  # entries of a candidate


def print_visit(report: VisitReport) -> None:
    """Print in one line what came of a visit."""
    source = report.source
    typer.echo(_cut(f"{source.id:>4}  {_pad(_name(source), _NAME)}  {_tell(report)}"))


def print_sources(sources: Sequence[NewsSource], now: datetime) -> None:
    """Print a line or two for each source."""
    if not sources:
        typer.echo("there is no source: add one with «mujaz sources add URL»", err=True)
        return
    typer.echo(f"{'id':>4}  {'source':<{_NAME}}  {'state':<8} {'last news':<11} {'on story':>8} {'of':>6}")
    for source in sources:
        state = "failing" if source.failing_since and source.state is SourceState.ACTIVE else source.state.value
        news = _say_ago(now - source.last_news_at) if source.last_news_at else "–"
        line = f"{source.id:>4}  {_pad(_name(source), _NAME)}  {state:<8} {news:<11}"
        typer.echo(_cut(f"{line} {source.on_story:>8} {source.articles:>6}"))
        for more in _list_more(source, now):
            typer.echo(_cut(f"      {more}"))


def print_sources_as_json(sources: Iterable[NewsSource]) -> None:
    """Print all that is known of the sources as a JSON document ``mujaz.sources/1``; spans of time in seconds."""

    def write(value: object) -> object:
        return value.total_seconds() if isinstance(value, timedelta) else str(value)

    document = {"format": "mujaz.sources/1", "sources": [asdict(source) for source in sources]}
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=write))


def print_candidates(candidates: Sequence[Candidate]) -> None:
    """Print what can be a source, numbered if there are several, with its first entries."""
    for number, each in enumerate(candidates, 1):
        reading = each.reading
        teasers = sum(not entry.is_whole for entry in reading.entries)
        typer.echo(_cut(f"{f'{number}. ' if len(candidates) > 1 else ''}{show_controls(each.url)}"))
        typer.echo(f"   {reading.kind.value}, {len(reading.entries)} entries, {teasers} of them teasers")
        if reading.title:
            typer.echo(_cut(f"   {show_controls(reading.title)}"))
        for entry in reading.entries[:_SHOWN]:
            day = entry.published_on.isoformat() if entry.published_on else "no day    "
            typer.echo(_cut(f"   {day}  {show_controls(entry.title or entry.text)}"))
        for fault in reading.faults[:_SHOWN]:
            typer.echo(_cut(f"   left out: {show_controls(fault)}"))


def print_left_out(left_out: Sequence[LeftOut]) -> None:
    """Print two lines for each article that was left out: its id and the reason, and its title or address."""
    if not left_out:
        typer.echo("nothing was left out in the last week", err=True)
    for each in left_out:
        article = each.article
        typer.echo(_cut(f"{article.id:<17} {each.at:%m-%d %H:%M}  source {each.source}: {show_controls(each.reason)}"))
        typer.echo(_cut(f"  {show_controls(article.title or article.url or article.text)}"))


def _tell(report: VisitReport) -> str:
    if report.fault:
        return show_controls(f"FAILED: {report.fault}")
    if report.unchanged or not (report.new or report.skipped):
        return "nothing new"
    changed = f" ({report.changed} changed)" if report.changed else ""
    told = [f"{report.new} new{changed}", f"{report.on_story} on story"]
    told += [f"{report.teasers} teasers"] if report.teasers else []
    told += [f"{len(report.skipped)} unread"] if report.skipped else []
    return ", ".join(told) + (", …" if report.is_cut else "")


def _list_more(source: NewsSource, now: datetime) -> Iterator[str]:
    if source.state is SourceState.ACTIVE and source.failing_since:
        ago = _say_ago(now - source.failing_since)
        yield show_controls(f"fails since {ago}, {source.failures} times: {source.last_fault}")
    elif source.state is SourceState.GONE:
        yield show_controls(f"{source.last_fault}")


def _name(source: NewsSource) -> str:
    if source.outlet or source.title:
        return show_controls(source.outlet or source.title or "")
    return show_controls(unquote(source.url.partition("://")[2] or source.url))


def _say_ago(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} d ago"


def _pad(text: str, width: int) -> str:
    return f"{_cut(text, width):<{width}}"


def _cut(text: str, width: int = _WIDTH) -> str:
    line = " ".join(text.split()) if "\n" in text else text
    return line if len(line) <= width else f"{line[: width - 1]}…"
