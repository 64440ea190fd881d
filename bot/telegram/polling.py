"""Polling: fetch updates for as long as the process leads, whatever the server answers.

python-telegram-bot's own ``Updater`` ends its loop at the first 401 and is still «running»; if one update of an answer
cannot be parsed, it asks for the same updates again at once and for ever.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import RetryAfter
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # what RequestData is made of; exported nowhere else

from bot.telegram.back_off import BackOff, Repeats
from bot.telegram.incoming import Batch, read_batch
from bot.telegram.rate_limiter import seconds_of

_LOGGER = logging.getLogger(__name__)

_LONG_POLL_S = 10  # Telegram answers when there are updates, or after so many seconds
_PAUSE_S = 1.0  # after an answer without news that came at once: not every server waits
_AT_ONCE_S = 1.0


class Poller:
    """Asks for updates again and again.

    :param request: sends the requests; its read time-out is added to the wait of the server.
    :param put: takes an update.
    :param wait_for_room: waits while too many updates are being handled.
    :param on_failure: is told of every failure.
    """

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        allowed: Sequence[str],
        put: Callable[[Update], Awaitable[None]],
        wait_for_room: Callable[[], Awaitable[None]],
        on_failure: Callable[[Exception], None],
    ) -> None:
        self._bot, self._request, self._allowed = bot, request, allowed
        self._put, self._wait_for_room, self._on_failure = put, wait_for_room, on_failure
        self._back_off = BackOff("Polling", _LOGGER)
        self._repeats = Repeats()
        self._offset: int | None = None
        self._last: frozenset[int] = frozenset()  # the numbers of the last answer's updates
        self._task: asyncio.Task[None] | None = None
        self.passed_over = 0  # updates that could not be read

    @property
    def running(self) -> bool:
        """Return whether the loop runs."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin to poll, unless the loop runs already."""
        if not self.running:
            self._task = asyncio.create_task(self._run(), name="polling")

    async def stop(self) -> None:
        """End the loop."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def confirm(self, unanswered: Sequence[int] = ()) -> None:
        """Tell the server which updates were answered, so that the next process does not get them again.

        :param unanswered: the numbers of updates that the next process shall get, if the server still has them.
        """
        if self._offset is not None:
            offset = min([self._offset, *unanswered])
            await self._ask("getUpdates", read_timeout=1.0, offset=offset, timeout=0, limit=1)

    async def _run(self) -> None:
        can_poll = False
        while True:
            try:
                if not can_poll:
                    await self._ask("deleteWebhook")
                    can_poll = True
                wait = await self._poll()
                self._back_off.succeed()
            except Exception as error:  # noqa: BLE001 - no error ends the loop: the bot would be deaf
                asked = seconds_of(error) if isinstance(error, RetryAfter) else 0.0
                wait = self._back_off.fail(error, at_least=asked)
                self._on_failure(error)
            await asyncio.sleep(wait)

    async def _poll(self) -> float:
        """Fetch updates once; return how many seconds to wait before the next time."""
        await self._wait_for_room()
        begun = asyncio.get_running_loop().time()
        result = await self._ask(
            "getUpdates",
            read_timeout=_LONG_POLL_S + (self._request.read_timeout or 0),
            offset=self._offset,
            timeout=_LONG_POLL_S,
            allowed_updates=list(self._allowed),
        )
        batch = read_batch(result, self._bot)
        self._pass_over(batch)
        new = [update for update in batch.updates if update.update_id not in self._last]
        for update in new:
            await self._put(update)
        if batch.offset is not None:
            self._offset = batch.offset
        self._last = frozenset(update.update_id for update in batch.updates)
        came_at_once = asyncio.get_running_loop().time() - begun < _AT_ONCE_S
        return _PAUSE_S if came_at_once and not new else 0.0

    def _pass_over(self, batch: Batch) -> None:
        for each in batch.unreadable:
            self.passed_over += 1
            if count := self._repeats.count(each.reason):
                _LOGGER.warning(
                    "Update %s cannot be read and is passed over (%s); %d such since the last line, %d in all",
                    each.number, each.reason, count, self.passed_over,
                )  # fmt: skip

    async def _ask(self, method: str, *, read_timeout: float | None = None, **given: Any) -> Any:
        parameters = [RequestParameter.from_input(name, value) for name, value in given.items() if value is not None]
        chosen = {} if read_timeout is None else {"read_timeout": read_timeout}
        return await self._request.post(f"{self._bot.base_url}/{method}", RequestData(parameters), **chosen)
