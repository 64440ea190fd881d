"""Processing of updates: chats in parallel, each chat in order. People who flood the bot slow only their own chat."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 4096  # updates that wait for their chat count, too
_LONG = 200  # letters; longer messages wait for each other, and shorter ones do not wait for them
_LONG_AT_ONCE = 2
_LONG_WAITING = 1024  # if so many wait, further long messages are refused
_ROOM = 256  # if so many are being handled, no more are fetched: they wait at Telegram, and not in our memory
_OF_ONE_PERSON = 8  # running or waiting; more than a person needs

Refuse = Callable[[Update], Awaitable[None]]


class ChatProcessor(BaseUpdateProcessor):
    """Processes updates so that no chat waits for another, and two presses in one chat keep their order.

    :param refuse: tells a person, once, that the bot ignores requests beyond those that wait already.
    """

    def __init__(self, refuse: Refuse) -> None:
        super().__init__(_AT_ONCE)
        self._refuse = refuse
        self._turns: dict[int, _Turn] = {}
        self._asked: Counter[int] = Counter()
        self._refused: set[int] = set()
        self._handled: dict[asyncio.Task[Any], object] = {}
        self._long_turns = asyncio.Semaphore(_LONG_AT_ONCE)
        self._long_waiting = 0
        self._changed = asyncio.Condition()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update, when it is the turn of its chat."""
        task = asyncio.current_task()
        if task is None:
            await self._handle(update, coroutine)
            return
        self._handled[task] = update
        try:
            await self._handle(update, coroutine)
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # if it never began
            del self._handled[task]
            async with self._changed:
                self._changed.notify_all()

    async def wait_for_room(self) -> None:
        """Wait while too many updates are being handled."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._handled) - self._long_waiting < _ROOM)

    async def finish(self, seconds: float) -> list[int]:
        """Wait at most so long until all updates are handled, cut off the others, and return their numbers."""
        if self._handled:
            await asyncio.wait([*self._handled], timeout=seconds)
        left = dict(self._handled)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait([*left], timeout=1.0)
        return sorted(update.update_id for update in left.values() if isinstance(update, Update))

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
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
        """Do nothing: there is nothing to set up."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def _take_turn(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        turn = self._turns.setdefault(chat.id, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                await self._wait_if_long(update, coroutine)
        finally:
            turn.waiting -= 1
            if not turn.waiting:  # otherwise chats would pile up for years
                del self._turns[chat.id]

    async def _wait_if_long(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle a long message after those before it, so that hundreds at once keep nobody else waiting."""
        if not _is_long(update):
            await coroutine
            return
        if self._long_waiting >= _LONG_WAITING:
            return
        self._long_waiting += 1
        try:
            await self._long_turns.acquire()
        finally:
            self._long_waiting -= 1
        try:
            await coroutine
        finally:
            self._long_turns.release()

    async def _leave_out(self, person: int, update: object, coroutine: Awaitable[Any]) -> None:
        if isinstance(coroutine, Coroutine):
            coroutine.close()
        if person not in self._refused and isinstance(update, Update):
            self._refused.add(person)
            await self._refuse(update)


def _is_long(update: object) -> bool:
    message = update.message if isinstance(update, Update) else None
    return message is not None and len(message.text or message.caption or "") > _LONG


def _find_person(update: object) -> int | None:
    """Return the person who asks for something; None if nobody does. Such updates (a chat left) are never ignored."""
    if not isinstance(update, Update) or not (update.message or update.callback_query or update.inline_query):
        return None
    return update.effective_sender.id if update.effective_sender else None


class _Turn:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
