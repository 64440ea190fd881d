"""A preview on a free port, its people and its page, for tests that talk to it over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bot.preview.http.server import bind
from bot.preview.protocol.chats import Chat, Message
from bot.preview.replay import START
from bot.preview.stage import STORY, Stage, staging
from bot.services.ingest import read_paths
from briefings.story import load_story

ARTICLES = Path(__file__).parent / "articles"


@asynccontextmanager
async def open_stage(articles: Path = ARTICLES, start: datetime = START) -> AsyncIterator[Stage]:
    """Open a stage with the six articles of this folder, or others, without the bot."""
    story = load_story(STORY)
    read = read_paths([articles], zone=story.zone).articles
    async with staging(bind(0), read, story, start) as stage:
        yield stage


async def call(stage: Stage, method: str, **given: Any) -> dict[str, Any]:
    """Call a method as a bot that checks nothing itself; return the server's answer."""
    async with httpx.AsyncClient(base_url=stage.url) as client:
        answer = await client.post(f"/bot{stage.token.get_secret_value()}/{method}", json=given)
    body: dict[str, Any] = answer.json()
    assert answer.status_code == body.get("error_code", 200)
    return body


class Person:
    """A reader who writes, presses, and sees what the bot answers."""

    def __init__(self, stage: Stage, index: int = 0) -> None:
        self.world = stage.world
        self.chat = list(stage.world.chats.values())[index]

    def read(self) -> list[str]:
        """Return the texts of all messages from the bot, the oldest first."""
        return [each.content.text.text for each in self.chat.messages.values() if each.from_bot]

    def last(self, at: Chat | None = None) -> Message:
        """Return the last message from the bot, here or in a group: its picture, its keyboard, its rich HTML."""
        return [each for each in (at or self.chat).messages.values() if each.from_bot][-1]

    async def ask(self, text: str, *, at: Chat | None = None, thread: int | None = None) -> str:
        """Write something, here or in a group, and wait for the first answer.

        Gives its text, or its caption, or the words of a rich message.
        """
        chat = at or self.chat
        async with self._listening(chat) as events:
            self.world.say(chat.id, text, by=self.chat.id, thread=thread)
            while True:
                event = await events.get()
                message = chat.messages.get(event["message"]["message_id"]) if event["kind"] == "message" else None
                if message is not None and message.from_bot:
                    return message.content.text.text

    async def press(self, label: str, *, at: Chat | None = None) -> str:
        """Press the last button with this label and wait until the bot answers; gives the toast's text."""
        chat = at or self.chat
        place = self._find_button(chat, label)
        async with self._listening(chat) as events:
            query = self.world.press(chat.id, *place, by=self.chat.id)
            while True:
                event = await events.get()
                if event["kind"] == "answer" and event["query"] == query:
                    return str(event["text"])

    @staticmethod
    def _find_button(chat: Chat, label: str) -> tuple[int, int, int]:
        for message in reversed(chat.messages.values()):
            rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
            for y, row in enumerate(rows):
                for x, key in enumerate(row):
                    if label in key["text"]:
                        return message.id, y, x
        raise AssertionError(f"no button says {label}")

    @asynccontextmanager
    async def _listening(self, chat: Chat) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
        events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

        def hear(event: dict[str, Any]) -> None:
            if event.get("chat") == chat.id:
                events.put_nowait(event)

        self.world.listeners.add(hear)
        try:
            async with asyncio.timeout(10):
                yield events
        finally:
            self.world.listeners.discard(hear)
