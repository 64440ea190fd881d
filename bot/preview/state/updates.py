"""The queue of updates for the bot, as getUpdates returns them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.preview.protocol import conflict

MAX_LIMIT = 100
MAX_TIMEOUT = 50.0  # seconds


class UpdateQueue:
    """Updates in order; an update stays until a poll with a higher offset confirms it."""

    def __init__(self) -> None:
        self._pending: list[dict[str, Any]] = []
        self._next_id = 1
        self._allowed: frozenset[str] | None = None
        self._waiting: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Add an update, if the bot's last poll asked for its kind."""
        if self._allowed is not None and kind not in self._allowed:
            return
        self._pending.append({"update_id": self._next_id, kind: payload})
        self._next_id += 1
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def drop_all(self) -> None:
        """Drop all waiting updates, as ``drop_pending_updates`` asks."""
        self._pending.clear()

    async def poll(
        self,
        offset: int = 0,
        limit: int = MAX_LIMIT,
        timeout: float = 0,  # noqa: ASYNC109  (the word of the Bot API)
        allowed: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Return the updates from ``offset`` on and confirm those before; without any, wait up to ``timeout`` seconds.

        A negative offset counts from the end. A newer poll ends this one with ``ApiError`` (409).
        """
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict())
        if allowed is not None:
            self._allowed = frozenset(allowed) or None
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]
        if not self._pending and timeout > 0:
            await self._wait(min(timeout, MAX_TIMEOUT))
        return self._pending[: limit if 0 < limit <= MAX_LIMIT else MAX_LIMIT]

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None
