"""The command ``preview``: the bot itself on the stage of a preview."""

import asyncio
import socket
import tempfile
import webbrowser
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import build_services, running
from bot.cli.output import print_problems
from bot.core.logs import configure_logging, secrets_of
from bot.core.settings import Settings
from bot.core.signals import wait_for_signal
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from bot.preview.http.server import bind
from bot.preview.outlets import feed_path
from bot.preview.protocol import PreviewError
from bot.preview.replay import START, ZONE
from bot.preview.stage import SAMPLES, STORY, Stage, staging
from bot.rendering import label
from bot.services.ingest import read_paths, take_in
from bot.sources.rounds.run import run_round
from briefings.model import Article
from briefings.story import Story, load_story
from storage.sources.left_out import list_left_out
from storage.sources.registry import add_source
from storage.subscribers.accounts import find_subscriber

PORT = 8081
_OTHER_PORTS = 20  # tried in turn if the port is taken
_DIGEST_TIME = time(8)
_PATIENCE_S = 30.0  # while the bot makes a round of its own


def preview(
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free port.")] = PORT,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    articles: Annotated[Path | None, typer.Option(metavar="PATH", help="Another file or folder to replay.")] = None,
) -> None:
    """Run the bot in the browser: no token, no network, a story that is replayed."""
    asyncio.run(run_preview(port=port, open_browser=browser, articles=articles))


async def run_preview(port: int = PORT, open_browser: bool = True, articles: Path | None = None) -> None:
    """Run the preview until Ctrl-C. Raises ``PreviewError`` if the preview cannot start."""
    story = load_story(STORY)
    read = _read_articles(articles or SAMPLES, story)
    listener = _bind_near(port)
    with tempfile.TemporaryDirectory(prefix="mujaz-preview-") as folder:
        async with staging(listener, read, story) as stage:
            configure_logging("WARNING", secrets_of(stage.token))
            async with running_on(stage, f"sqlite:///{folder}/preview.db", fetches=articles is None):
                _print_address(stage.url, len(read))
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, stage.url)
                await wait_for_signal()
                typer.echo("Stopping …")


@asynccontextmanager
async def running_on(stage: Stage, database_url: str, *, fetches: bool = False, **chosen: Any) -> AsyncIterator[App]:
    """Run the bot on a stage, and let the clock of the stage run.

    :param fetches: the bot fetches the articles from their outlets on the stage; otherwise they are handed to it.
    :param chosen: settings that differ from the preview's own.
    """
    usual = Settings(
        _env_file=None,  # type: ignore[call-arg]  # the operator's .env is for the real bot
        telegram_bot_token=stage.token,
        telegram_api_url=stage.url,
        database_url=database_url,
        story=STORY,
        timezone=ZONE.key,
        digest_time=_DIGEST_TIME,
        admin_ids=frozenset({stage.editor}),
        fetch_allow_hosts=frozenset({stage.url.partition("://")[2]}),
        log_level="WARNING",
    )
    services = build_services(usual.model_copy(update=chosen), stage.replay.clock)
    async with running(services) as app:
        newsroom = BotNewsroom(app, stage, fetches=fetches)
        await stage.replay.begin(newsroom)
        replaying = asyncio.create_task(stage.replay.run(newsroom))
        try:
            yield app
        finally:
            stage.replay.end()
            replaying.cancel()
            with suppress(asyncio.CancelledError):
                await replaying


class BotNewsroom:
    """The bot, as a replay moves it."""

    def __init__(self, app: App, stage: Stage, *, fetches: bool = False) -> None:
        self._app = app
        self._stage = stage
        self._fetches = fetches
        self._services = app.bot_data["services"]
        self._world = stage.world

    async def take_in(self, articles: Sequence[Article]) -> None:
        """Store new articles and compose; or let their outlets publish them, and fetch from there."""
        if not self._fetches:
            await take_in(self._services, articles)
            return
        outlets, services = self._stage.outlets, self._services
        outlets.publish(articles)
        async with services.database.begin() as session:
            for outlet in outlets.by_name.values():
                await add_source(session, f"{self._stage.url}{feed_path(outlet)}", services.clock())
        await run_round(services, everything=True, patience=_PATIENCE_S)
        outlets.fates = await self._list_fates()

    async def _list_fates(self) -> dict[str, tuple[str, ...]]:
        """Return what became of each article, by the path of its page."""
        services = self._services
        async with services.database.begin() as session:
            snapshot = await services.story_cache.read(session, services.story)
            left_out = await list_left_out(session)
        fates: defaultdict[str, list[str]] = defaultdict(list)
        for stored in sorted(snapshot.updates, key=lambda stored: (not stored.is_item, stored.sequence)):
            kind = "told" if stored.is_item else "told_background" if stored.is_background else "told_as_detail"
            told = label(kind, stored.sequence, stored.update.text)
            for url in {snapshot.sources[span.article].url or "" for span in stored.update.sources}:
                fates[url.removeprefix(self._stage.url)].append(told)
        for each in left_out:
            fates[(each.article.url or "").removeprefix(self._stage.url)].append(label("left_out", each.reason))
        return {path: tuple(lines) for path, lines in fates.items()}

    async def next_due(self) -> datetime | None:
        """Return when the next digest is due to any chat on the page: person, group, forum topic or channel."""
        story, chats = self._services.story.name, tuple(self._world.chats.values())
        places = [(chat.id, thread) for chat in chats for thread in (None, *(chat.topics or ()))]
        async with self._services.database.begin() as session:
            found = [await find_subscriber(session, story, *place) for place in places]
        return min((each.next_due_at for each in found if each and each.next_due_at), default=None)

    async def deliver(self) -> None:
        """Run the bot's own tick now."""
        await run_tick(self._services, self._app.bot)


def _read_articles(path: Path, story: Story) -> Sequence[Article]:
    """Read a file or folder and print which files were left out. Raises ``PreviewError`` if no article is left."""
    intake = read_paths([path], zone=story.zone)
    print_problems(intake.problems)
    if not intake.articles:
        raise PreviewError(f"{path}: no article to replay")
    return intake.articles


def _bind_near(port: int) -> socket.socket:
    """Bind the port, or the next free one."""
    for candidate in range(port, min(port + _OTHER_PORTS, 65_536)):
        try:
            listener = bind(candidate)
        except OSError:
            continue
        if candidate != port:
            typer.echo(f"Port {port} is taken; using {candidate}.", err=True)
        return listener
    raise PreviewError(f"port {port} and the next {_OTHER_PORTS - 1} ports are taken; choose another one with --port")


def _print_address(url: str, articles: int) -> None:
    typer.echo(f"Mujaz preview: {url}/")
    typer.echo(
        f"The clock shows {START:%d %B %Y, %H:%M} in Riyadh; {articles} articles are replayed. Stop with Ctrl-C."
    )
