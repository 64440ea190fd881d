"""A preview on a free port, its people and its page, for tests that talk to it over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.intake import read_paths
from bot.preview.run import STORY, Stage, staging
from bot.preview.server import bind
from briefings.story import load_story

ARTICLES = Path(__file__).parent / "articles"


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """A stage with the five articles of this folder, as yet without the bot."""
    story = load_story(STORY)
    articles = read_paths([ARTICLES], zone=story.zone).articles
    async with staging(bind(0), articles, story) as stage:
        yield stage


async def call(stage: Stage, method: str, **given: Any) -> dict[str, Any]:
    """The server's answer to a method, as a bot that checks nothing before it asks."""
    async with httpx.AsyncClient(base_url=stage.url) as client:
        answer = await client.post(f"/bot{stage.token.get_secret_value()}/{method}", json=given)
    body: dict[str, Any] = answer.json()
    assert answer.status_code == body.get("error_code", 200)
    return body


class Person:
    """Somebody who reads: writes, presses, and sees what the bot answers."""

    def __init__(self, stage: Stage, index: int = 0) -> None:
        self.world = stage.world
        self.chat = list(stage.world.chats.values())[index]

    def read(self) -> list[str]:
        """The texts of all messages from the bot, oldest first."""
        return [each.content.text.text for each in self.chat.messages.values() if each.from_bot]

    async def ask(self, text: str) -> str:
        """Write something and wait for the first answer."""
        async with self._hearing() as events:
            self.world.say(self.chat.id, text)
            while True:
                event = await events.get()
                if event["kind"] == "message" and event["message"]["from"]["is_bot"]:
                    return str(event["message"]["text"])

    async def press(self, label: str) -> str:
        """Press the last button with this label and wait until the bot answers; gives the toast's text."""
        message_id, row, column = self._find_button(label)
        async with self._hearing() as events:
            query = self.world.press(self.chat.id, message_id, row, column)
            while True:
                event = await events.get()
                if event["kind"] == "answer" and event["query"] == query:
                    return str(event["text"])

    def _find_button(self, label: str) -> tuple[int, int, int]:
        for message in reversed(self.chat.messages.values()):
            rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
            for y, row in enumerate(rows):
                for x, key in enumerate(row):
                    if label in key["text"]:
                        return message.id, y, x
        raise AssertionError(f"no button says {label}")

    @asynccontextmanager
    async def _hearing(self) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
        events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

        def hear(event: dict[str, Any]) -> None:
            if event.get("chat") == self.chat.id:
                events.put_nowait(event)

        self.world.listeners.add(hear)
        try:
            async with asyncio.timeout(10):
                yield events
        finally:
            self.world.listeners.discard(hear)
