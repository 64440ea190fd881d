"""The rate limiter: it keeps Telegram's rates, lets answers go before broadcasts, and stops during a 429.

Telegram's rates (its «bots FAQ»): about 30 messages a second for a bot, up to 1,000 for a paid broadcast; about one a
second to a private chat; 20 a minute to a group or channel. Each rate is kept as a pace: one message an interval, and
a few at once after a pause. Broadcasts leave some of these few to answers, so that an answer finds a slot at once. If
messages wait nevertheless, answers go first.

After a 429 nothing is sent before the deadline. An answer waits for a near deadline and is then tried again, because
a refused request was not sent. A broadcast gets ``RetryAfter`` at once, and so does an answer that would wait too long.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from math import inf
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

_AT_ONCE_S = 0.2  # after a pause, so many seconds' worth of the bot's own rate may be sent at once
_AT_ONCE_IN_CHAT = 3
_SAME_MOMENT_S = 1e-6  # moments that differ only by rounding
_REMEMBERED = 1024  # chats; if there are more, chats without recent messages are forgotten

# Methods that send or change a message.
_COUNTED = ("send", "edit", "copy", "forward")
_NO_MESSAGE = "sendChatAction"

# A bot with a Limiter.
Bot = ExtBot["Urgency"]

_Callback = Callable[..., Coroutine[Any, Any, Any]]
_ChatId = int | str


class Urgency(IntEnum):
    """Which messages go first; pass it as ``rate_limit_args``. A request without it is an answer."""

    ANSWER = 0
    BROADCAST = 1


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages may be sent; 0 means no limit."""

    per_second: float = 30
    per_chat_per_second: float = 1
    per_group_per_minute: float = 20


class Limiter(BaseRateLimiter[Urgency]):
    """Delays requests of the bot until they may be sent; pass it to the ``ApplicationBuilder``.

    :param clock: returns seconds that never go back.
    :param sleep: waits for so many seconds.
    :param longest_answer_wait: how many seconds an answer waits for the end of a 429.
    """

    def __init__(
        self,
        rates: Rates,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        longest_answer_wait: float = 30.0,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._longest_answer_wait = longest_answer_wait
        at_once = max(2, round(rates.per_second * _AT_ONCE_S))
        self._overall = _Pace(_divide(1, rates.per_second), at_once, kept=at_once // 2)
        self._private = _Pace(_divide(1, rates.per_chat_per_second), _AT_ONCE_IN_CHAT, kept=_AT_ONCE_IN_CHAT - 1)
        self._group = _Pace(_divide(60, rates.per_group_per_minute), _AT_ONCE_IN_CHAT, kept=_AT_ONCE_IN_CHAT - 1)
        # When the last message would have been sent at one an interval. If that is in the past, the chat is at rest.
        self._spent_until = -inf
        self._spent_in_chat: dict[_ChatId, float] = {}
        self._forget_beyond = _REMEMBERED
        self._halted_until = -inf
        self._waiting: tuple[deque[_Waiter], deque[_Waiter]] = (deque(), deque())  # by urgency
        self._pump: asyncio.Task[None] | None = None
        self._pump_wakes_at = inf

    async def initialize(self) -> None:
        """Do nothing: there is nothing to set up."""

    async def shutdown(self) -> None:
        """Cancel all requests that still wait."""
        if self._pump is not None:
            self._pump.cancel()
            self._pump, self._pump_wakes_at = None, inf
        for queue in self._waiting:
            while queue:
                queue.pop().turn.cancel()

    def halt(self, seconds: float) -> None:
        """Send nothing for so many seconds, because Telegram answered 429. A halt that ends later stays in force."""
        self._halted_until = max(self._halted_until, self._clock() + seconds)
        for urgency in Urgency:
            for waiter in self._waiting[urgency]:
                if not waiter.turn.done() and not self._outwaits_halt(urgency, waiter.give_up_at):
                    waiter.turn.set_exception(self._refusal())

    def halt_remaining(self) -> float:
        """Return the seconds until messages may be sent again; 0 if there is no halt."""
        return max(0.0, self._halted_until - self._clock())

    async def process_request(
        self,
        callback: _Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Any:
        """Make the request when it may go out; see ``BaseRateLimiter``.

        :raises RetryAfter: during a halt, for a broadcast, and for an answer that would wait too long.
        """
        urgency = rate_limit_args or Urgency.ANSWER
        place = self._find_place(endpoint, data)
        give_up_at = self._clock() + self._longest_answer_wait
        while True:
            await self._wait_for_turn(place, urgency, give_up_at)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self.halt(seconds_of(error))
                if not self._outwaits_halt(urgency, give_up_at):
                    raise

    def _find_place(self, endpoint: str, data: dict[str, Any]) -> "_Place | None":
        """Return the chat and the pace of a request that counts; None if the request does not count."""
        chat_id = data.get("chat_id")
        if chat_id is None or not endpoint.lower().startswith(_COUNTED) or endpoint == _NO_MESSAGE:
            return None
        try:
            chat_id = int(chat_id)
        except ValueError:  # the @name of a group or channel
            return chat_id, self._group
        return chat_id, self._group if chat_id < 0 else self._private

    async def _wait_for_turn(self, place: "_Place | None", urgency: Urgency, give_up_at: float) -> None:
        while True:
            now = self._clock()
            halted = self._halted_until - now > _SAME_MOMENT_S
            if halted and not self._outwaits_halt(urgency, give_up_at):
                raise self._refusal()
            if place is None:
                if not halted:
                    return
                await self._sleep(self._halted_until - now)
            elif not halted and self._may_pass(urgency) and self._find_due(place, urgency) <= now + _SAME_MOMENT_S:
                self._take(place, now)
                return
            else:
                await self._queue(place, urgency, give_up_at)
                # Another request may have met a 429 in the meantime.
                if self._halted_until <= self._clock():
                    return

    def _may_pass(self, urgency: Urgency) -> bool:
        """Return whether no message that goes first is waiting."""
        return not any(self._waiting[: urgency + 1])

    def _find_due(self, place: "_Place", urgency: Urgency) -> float:
        """Return when a message may be sent, on the limiter's clock; a moment in the past means now."""
        chat, pace = place
        spent = self._spent_in_chat.get(chat, -inf)
        return max(self._spent_until - self._overall.ahead[urgency], spent - pace.ahead[urgency])

    def _take(self, place: "_Place", now: float) -> None:
        """Count a message that is sent now."""
        chat, pace = place
        self._spent_until = max(self._spent_until, now) + self._overall.interval
        self._spent_in_chat[chat] = max(self._spent_in_chat.get(chat, -inf), now) + pace.interval
        if len(self._spent_in_chat) > self._forget_beyond:
            self._spent_in_chat = {key: spent for key, spent in self._spent_in_chat.items() if spent > now}
            self._forget_beyond = max(_REMEMBERED, 2 * len(self._spent_in_chat))

    async def _queue(self, place: "_Place", urgency: Urgency, give_up_at: float) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting[urgency].append(_Waiter(place, give_up_at, turn))
        following = self._release()
        if following < self._pump_wakes_at:
            if self._pump is not None:
                self._pump.cancel()
            self._pump_wakes_at = following
            self._pump = asyncio.create_task(self._keep_releasing())
        await turn

    async def _keep_releasing(self) -> None:
        while self._pump_wakes_at < inf:
            await self._sleep(self._pump_wakes_at - self._clock())
            self._pump_wakes_at = self._release()

    def _release(self) -> float:
        """Let waiting messages go that may be sent; return when the next one may be, ``inf`` if none waits."""
        now = self._clock()
        if self._halted_until - now > _SAME_MOMENT_S:
            return self._halted_until if any(self._waiting) else inf
        return min(self._release_from(self._waiting[urgency], urgency, now) for urgency in Urgency)

    def _release_from(self, queue: "deque[_Waiter]", urgency: Urgency, now: float) -> float:
        following = inf
        held = []  # they wait for their own chat, and delay no other
        while queue:
            at_the_earliest = self._spent_until - self._overall.ahead[urgency]
            if at_the_earliest > now + _SAME_MOMENT_S:
                following = min(following, at_the_earliest)
                break
            waiter = queue.popleft()
            if waiter.turn.done():  # cancelled, or refused during a halt
                continue
            due = self._find_due(waiter.place, urgency)
            if due > now + _SAME_MOMENT_S:
                following = min(following, due)
                held.append(waiter)
            else:
                self._take(waiter.place, now)
                waiter.turn.set_result(None)
        queue.extendleft(reversed(held))
        return following

    def _outwaits_halt(self, urgency: Urgency, give_up_at: float) -> bool:
        return urgency is Urgency.ANSWER and self._halted_until <= give_up_at

    def _refusal(self) -> RetryAfter:
        return RetryAfter(timedelta(seconds=self.halt_remaining()))


def seconds_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks the bot to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


class _Pace:
    """One message an interval (in seconds), and up to ``at_once`` after a pause. Broadcasts leave ``kept`` of these."""

    __slots__ = ("ahead", "interval")

    def __init__(self, interval: float, at_once: int, *, kept: int) -> None:
        self.interval = interval
        # How far ahead of the pace a message may be sent, by urgency.
        self.ahead = (interval * (at_once - 1), interval * (at_once - kept - 1))


_Place = tuple[_ChatId, _Pace]


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    place: _Place
    give_up_at: float
    turn: asyncio.Future[None]


def _divide(seconds: float, count: float) -> float:
    """Return the interval between messages; 0 if there is no limit."""
    return seconds / count if count else 0.0
