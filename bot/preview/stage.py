"""The stage of a preview: people, page, server and the replayed story; everything but the bot."""

import secrets
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr

from bot.preview.http.outlets import add_outlets
from bot.preview.http.page import add_page
from bot.preview.http.server import HOST, build_app, serving
from bot.preview.outlets import Outlets
from bot.preview.protocol import BOT_ID
from bot.preview.replay import START, Replay, StoryClock, plan_arrivals
from bot.preview.state.world import World
from briefings.model import Article
from briefings.story import Story

STORY = "kazakhstan-2022"
SAMPLES = Path(str(files("briefings"))) / "samples"
_READERS = 3
_EDITOR = "هيئة التحرير"  # the bot's administrator


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with its people and its page, and a story to replay."""

    url: str
    token: SecretStr
    world: World
    replay: Replay
    editor: int  # the person who is the bot's administrator
    outlets: Outlets  # of the replayed articles


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
    outlets = Outlets(articles)
    add_outlets(app, outlets)
    async with serving(app, listener):
        yield Stage(f"http://{HOST}:{listener.getsockname()[1]}", token, world, replay, editor, outlets)
