"""``python -m bot preview``: the very bot, on a local server, with a story that is replayed."""

import asyncio
import secrets
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

import typer
from pydantic import SecretStr

import briefings
from bot.app import build_services, running
from bot.core.console import print_problems
from bot.core.container import Services
from bot.core.logs import configure_logging
from bot.core.settings import Settings
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from bot.preview.http.page import add_page
from bot.preview.http.server import HOST, bind, build_app, serving
from bot.preview.protocol.faults import PreviewError
from bot.preview.protocol.profile import BOT_ID
from bot.preview.replay import START, ZONE, Replay, StoryClock, plan_arrivals
from bot.preview.state.world import World
from bot.services.ingest import read_paths, take_in
from bot.telegram.rate_limiter import Bot
from briefings.model import Article
from briefings.story import Story, load_story
from storage.subscribers.accounts import find_subscriber

STORY = "kazakhstan-2022"
SAMPLES = Path(briefings.__file__).parent / "samples"
PORT = 8081
_OTHER_PORTS = 20  # that are tried where the port is taken
_READERS = 3
_EDITOR = "هيئة التحرير"  # whom the bot takes for its administrator
_DIGEST_TIME = time(8)


async def run_preview(port: int = PORT, open_browser: bool = True, articles: Path | None = None) -> None:
    """Run the preview until Ctrl-C. Raises ``PreviewError`` where it cannot start."""
    story = load_story(STORY)
    read = read_articles(articles or SAMPLES, story)
    listener = _bind_near(port)
    with tempfile.TemporaryDirectory(prefix="mujaz-preview-") as folder:
        async with staging(listener, read, story) as stage:
            configure_logging("WARNING", stage.token)
            async with playing(stage, f"sqlite:///{folder}/preview.db"):
                _say_where(stage.url, len(read))
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, stage.url)
                await wait_for_signal()
                typer.echo("Stopping …")


def read_articles(path: Path, story: Story) -> Sequence[Article]:
    """Read a file or folder, and say what was left out. Raises ``PreviewError`` where nothing is left."""
    intake = read_paths([path], zone=story.zone)
    print_problems(intake.problems)
    if not intake.articles:
        raise PreviewError(f"{path}: no article to replay")
    return intake.articles


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything but the bot: people, page, server, and the story that will be replayed."""

    url: str
    token: SecretStr
    world: World
    replay: Replay
    editor: int  # the last of the people at the start: the newsroom, that may do what administrators may


@asynccontextmanager
async def staging(
    listener: socket.socket, articles: Sequence[Article], story: Story, start: datetime = START
) -> AsyncIterator[Stage]:
    """Serve the Bot API and the page on the socket."""
    clock = StoryClock(start)
    world = World(clock)
    for _ in range(_READERS):
        world.add_person()
    editor = world.add_person(name=_EDITOR).id
    replay = Replay(clock, plan_arrivals(articles, story.zone, start), world.tell)
    token = SecretStr(f"{BOT_ID}:{secrets.token_urlsafe(24)}")
    app = build_app(world, token.get_secret_value())
    add_page(app, world, replay)
    async with serving(app, listener):
        yield Stage(f"http://{HOST}:{listener.getsockname()[1]}", token, world, replay, editor)


@asynccontextmanager
async def playing(stage: Stage, database_url: str) -> AsyncIterator[Services]:
    """The bot on the stage, and the clock running."""
    async with performing(stage, database_url) as app:
        yield app.bot_data["services"]


@asynccontextmanager
async def performing(stage: Stage, database_url: str, **chosen: Any) -> AsyncIterator[App]:
    """The same, for who looks at the application too, or chooses settings."""
    usual = Settings(
        _env_file=None,  # type: ignore[call-arg]  # the operator's .env is for the real bot
        telegram_bot_token=stage.token,
        telegram_api_url=stage.url,
        database_url=database_url,
        story=STORY,
        timezone=ZONE.key,
        digest_time=_DIGEST_TIME,
        admin_ids=frozenset({stage.editor}),
        log_level="WARNING",
    )
    services = build_services(usual.model_copy(update=chosen), stage.replay.clock)
    async with running(services) as app:
        newsroom = BotNewsroom(services, app.bot, stage.world)
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

    def __init__(self, services: Services, bot: Bot, world: World) -> None:
        self._services = services
        self._bot = bot
        self._world = world

    async def take_in(self, articles: Sequence[Article]) -> None:
        """Store new articles and compose."""
        services = self._services
        await take_in(services.database, services.story, articles, services.clock())

    async def next_due(self) -> datetime | None:
        """When the next digest of anybody on the page is due, also in a group, a topic of it, a channel."""
        story, chats = self._services.story.name, tuple(self._world.chats.values())
        places = [(chat.id, thread) for chat in chats for thread in (None, *(chat.topics or ()))]
        async with self._services.database.begin() as session:
            found = [await find_subscriber(session, story, *place) for place in places]
        return min((each.next_due_at for each in found if each and each.next_due_at), default=None)

    async def deliver(self) -> None:
        """The bot's own minute tick, now."""
        await run_tick(self._services, self._bot)


def _bind_near(port: int) -> socket.socket:
    """The port, or else the next free one."""
    for candidate in range(port, min(port + _OTHER_PORTS, 65_536)):
        try:
            listener = bind(candidate)
        except OSError:
            continue
        if candidate != port:
            typer.echo(f"Port {port} is taken; taking {candidate}.", err=True)
        return listener
    raise PreviewError(f"port {port} is taken, and so are those after it; choose another one with --port")


def _say_where(url: str, articles: int) -> None:
    typer.echo(f"Mujaz preview: {url}/")
    typer.echo(f"It is {START:%d %B %Y, %H:%M} in Riyadh; {articles} articles are replayed. Stop with Ctrl-C.")


async def wait_for_signal() -> None:
    """Until the process is told to stop."""
    stopped = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        # Windows has none of this; there Ctrl-C cancels us.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
    await stopped.wait()
