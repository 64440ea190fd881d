"""Updates side by side, but those of one chat one after the other; who floods the bot slows only himself."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 1024  # those that wait for their chat's turn count, too
_OF_ONE_PERSON = 8  # under way or waiting; more than anybody presses in earnest

Refuse = Callable[[Update], Awaitable[None]]


class ChatProcessor(BaseUpdateProcessor):
    """Nobody waits for somebody else's answer, and nobody's two presses overtake each other.

    :param refuse: tells somebody, once, that what he asks beyond what waits already is left out.
    """

    def __init__(self, refuse: Refuse) -> None:
        super().__init__(_AT_ONCE)
        self._refuse = refuse
        self._turns: dict[int, _Turn] = {}
        self._asked: Counter[int] = Counter()
        self._refused: set[int] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        person = _find_person(update)
        if person is None:
            await self._take_turn(update, coroutine)
            return
        if self._asked[person] >= _OF_ONE_PERSON:
            await self._leave_out(person, update, coroutine)
            return
        self._asked[person] += 1
        try:
            await self._take_turn(update, coroutine)
        finally:
            self._asked[person] -= 1
            if not self._asked[person]:
                del self._asked[person]
                self._refused.discard(person)

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def _take_turn(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        turn = self._turns.setdefault(chat.id, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                await coroutine
        finally:
            turn.waiting -= 1
            if not turn.waiting:  # or the chats of years would pile up
                del self._turns[chat.id]

    async def _leave_out(self, person: int, update: object, coroutine: Awaitable[Any]) -> None:
        if isinstance(coroutine, Coroutine):
            coroutine.close()
        if person not in self._refused and isinstance(update, Update):
            self._refused.add(person)
            await self._refuse(update)


def _find_person(update: object) -> int | None:
    """Who asks for something; None where nobody does: that a chat has left or let in the bot is never left out."""
    if not isinstance(update, Update) or not (update.message or update.callback_query or update.inline_query):
        return None
    return update.effective_sender.id if update.effective_sender else None


class _Turn:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
