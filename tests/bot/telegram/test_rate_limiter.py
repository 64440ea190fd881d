"""The rate limiter, on a clock that the test moves: nothing really sleeps."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ExtBot

from bot.telegram.rate_limiter import Limiter, Rates, Urgency, seconds_of
from tests.bot.fakes import FakeTelegram

ANSWER, BROADCAST = Urgency.ANSWER, Urgency.BROADCAST
UNLIMITED = Rates(per_second=0, per_chat_per_second=0, per_group_per_minute=0)


class Time:
    """Seconds that pass only when every task waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self._alarms: list[tuple[float, int, asyncio.Future[None]]] = []
        self._ids = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (self.now + max(0.0, seconds), next(self._ids), alarm))
        await alarm

    async def pass_until(self, moment: float) -> None:
        """Wake one sleeper after the other, and let every task run in between."""
        await self._settle()
        while self._alarms and self._alarms[0][0] <= moment:
            self.now, _, alarm = heapq.heappop(self._alarms)
            if not alarm.done():
                alarm.set_result(None)
                await self._settle()
        self.now = max(self.now, moment)

    @staticmethod
    async def _settle() -> None:
        for _ in range(20):
            await asyncio.sleep(0)


class Outgoing:
    """What is sent through a limiter, and when."""

    def __init__(self, rates: Rates | None = None, **options: float) -> None:
        self.time = Time()
        self.limiter = Limiter(rates or Rates(), clock=self.time, sleep=self.time.sleep, **options)
        self.sent: list[tuple[float, int | str, Urgency]] = []
        self.refusals: list[float] = []  # seconds of each 429 that Telegram will answer
        self._tasks: set[asyncio.Task[Any]] = set()

    async def post(self, chat_id: int | str, urgency: Urgency = ANSWER, endpoint: str = "sendMessage") -> Any:
        data = {"chat_id": chat_id}

        async def call() -> bool:
            if self.refusals:
                raise RetryAfter(self.refusals.pop(0))  # type: ignore[arg-type]  # fractions are fine
            self.sent.append((round(self.time.now, 6), chat_id, urgency))
            return True

        return await self.limiter.process_request(call, (), {}, endpoint, data, urgency)

    def start(self, chat_id: int | str, urgency: Urgency = ANSWER, **more: str) -> "asyncio.Task[Any]":
        task = asyncio.ensure_future(self.post(chat_id, urgency, **more))
        self._tasks.add(task)
        return task

    def start_at(self, moment: float, chat_id: int | str, urgency: Urgency) -> None:
        async def post_later() -> None:
            await self.time.sleep(moment)
            await self.post(chat_id, urgency)

        self._tasks.add(asyncio.ensure_future(post_later()))

    async def finish(self, moment: float = 1e6) -> None:
        """Let time pass until all tasks are done; refused ones say so."""
        await self.time.pass_until(moment)
        await asyncio.gather(*self._tasks)

    def moments(self, urgency: Urgency) -> list[float]:
        return [at for at, _, of in self.sent if of is urgency]


def most_within(moments: list[float], seconds: float) -> int:
    """Return the highest number of messages in any window of that length."""
    return max((sum(at <= other < at + seconds for other in moments) for at in moments), default=0)


async def test_a_broadcast_goes_out_at_the_rate_and_a_few_at_once() -> None:
    out = Outgoing()
    for chat_id in range(1, 301):
        out.start(chat_id, BROADCAST)
    await out.finish()
    assert out.moments(BROADCAST)[-1] == pytest.approx(297 / 30, abs=0.001)
    assert [chat_id for _, chat_id, _ in out.sent] == list(range(1, 301))
    assert most_within(out.moments(BROADCAST), 1.0) <= 33


async def test_an_answer_during_a_broadcast_finds_a_slot_at_once() -> None:
    out = Outgoing()
    for chat_id in range(1, 301):
        out.start(chat_id, BROADCAST)
    for number in range(40):
        out.start_at(0.2 * number, 10_000 + number, ANSWER)
    await out.finish()
    assert out.moments(ANSWER) == [pytest.approx(0.2 * number) for number in range(40)]
    assert out.moments(BROADCAST)[-1] == pytest.approx((297 + 40) / 30, abs=0.1)


async def test_many_who_ask_at_once_go_ahead_of_the_broadcast_that_was_there_before() -> None:
    out = Outgoing()
    for chat_id in range(1, 61):
        out.start(chat_id, BROADCAST)
    for chat_id in range(101, 131):
        out.start_at(0.5, chat_id, ANSWER)
    await out.finish()
    answered = out.moments(ANSWER)
    assert answered == sorted(answered)
    assert not any(answered[0] < at < answered[-1] for at in out.moments(BROADCAST))


async def test_a_private_chat_gets_a_few_answers_at_once_then_one_a_second() -> None:
    out = Outgoing()
    for _ in range(5):
        out.start(7)
    await out.finish()
    assert out.moments(ANSWER) == [0, 0, 0, 1, 2]


async def test_a_chat_gets_one_message_of_a_broadcast_at_a_time_and_answers_between() -> None:
    out = Outgoing()
    for _ in range(3):
        out.start(7, BROADCAST)
    out.start_at(0.5, 7, ANSWER)
    await out.finish()
    assert out.moments(ANSWER) == [0.5]
    assert out.moments(BROADCAST) == [0, 2, 3]


@pytest.mark.parametrize("group", [-100123, "@news", "-100123"])
async def test_a_group_or_channel_gets_twenty_a_minute(group: int | str) -> None:
    out = Outgoing()
    for _ in range(50):
        out.start(group)
    await out.finish()
    assert most_within(out.moments(ANSWER), 60.0) <= 23
    assert out.moments(ANSWER)[-1] == pytest.approx(47 * 3)


async def test_a_message_that_waits_for_its_own_chat_delays_no_other() -> None:
    out = Outgoing()
    for _ in range(20):
        out.start(-5, BROADCAST)
    for chat_id in range(1, 31):
        out.start(chat_id, BROADCAST)
    await out.finish()
    others = [at for at, chat_id, _ in out.sent if chat_id != -5]
    assert others[-1] < 1.1


async def test_what_shows_nobody_a_message_does_not_count() -> None:
    out = Outgoing()
    for endpoint in ("getChat", "sendChatAction", "answerCallbackQuery", "deleteMessage"):
        for _ in range(100):
            out.start(7, endpoint=endpoint)
    await out.finish(0)
    assert len(out.sent) == 400


async def test_an_edit_counts() -> None:
    out = Outgoing()
    for _ in range(4):
        out.start(7, endpoint="editMessageText")
    await out.finish()
    assert out.moments(ANSWER) == [0, 0, 0, 1]


async def test_no_limits_no_waiting() -> None:
    out = Outgoing(UNLIMITED)
    for _ in range(500):
        out.start(-7, BROADCAST)
    await out.finish(0)
    assert len(out.sent) == 500


async def test_a_429_stops_answers_until_the_deadline_and_nothing_lets_them_go_early() -> None:
    out = Outgoing(UNLIMITED)
    out.refusals = [10]
    out.start(1)
    await out.time.pass_until(0)
    assert out.limiter.halt_remaining() == 10
    for moment in (1, 5, 9.9):
        out.start_at(moment, 2, ANSWER)
    out.start(3, endpoint="getChat")
    await out.finish()
    assert out.moments(ANSWER) == [10] * 5
    assert out.limiter.halt_remaining() == 0


async def test_a_broadcast_is_told_of_the_429_at_once() -> None:
    out = Outgoing(UNLIMITED)
    out.refusals = [10]
    with pytest.raises(RetryAfter):
        await out.post(1, BROADCAST)
    await out.time.pass_until(4)
    with pytest.raises(RetryAfter) as caught:
        await out.post(1, BROADCAST)
    assert seconds_of(caught.value) == 6
    await out.time.pass_until(10)
    await out.post(1, BROADCAST)
    assert out.sent == [(10, 1, BROADCAST)]


async def test_broadcasts_that_wait_for_their_turn_are_told_too() -> None:
    out = Outgoing(Rates(per_second=2))
    waiting = [out.start(chat_id, BROADCAST) for chat_id in range(1, 4)]
    answer = out.start(9)
    await out.time.pass_until(0)
    out.limiter.halt(10)
    await out.time.pass_until(0)
    assert [task.done() for task in waiting] == [True, True, True]
    assert isinstance(waiting[-1].exception(), RetryAfter)
    await out.time.pass_until(20)
    assert await answer


async def test_an_answer_that_would_wait_too_long_is_told_so() -> None:
    out = Outgoing(UNLIMITED, longest_answer_wait=30)
    out.refusals = [31]
    with pytest.raises(RetryAfter):
        await out.post(1)
    with pytest.raises(RetryAfter):
        await out.post(1)
    await out.time.pass_until(2)
    out.start(1)
    await out.finish()
    assert out.moments(ANSWER) == [31]


async def test_one_429_after_the_other_ends_when_the_wait_grows_too_long() -> None:
    out = Outgoing(UNLIMITED, longest_answer_wait=30)
    out.refusals = [12, 12, 12]
    task = out.start(1)
    await out.time.pass_until(100)
    assert isinstance(task.exception(), RetryAfter)
    assert out.refusals == []


async def test_a_second_429_lengthens_the_halt_and_never_shortens_it() -> None:
    out = Outgoing(UNLIMITED)
    out.limiter.halt(10)
    out.limiter.halt(3)
    assert out.limiter.halt_remaining() == 10


async def test_a_cancelled_message_takes_no_slot() -> None:
    out = Outgoing(Rates(per_chat_per_second=1, per_second=0))
    tasks = [out.start(7) for _ in range(6)]
    await out.time.pass_until(0)
    tasks[3].cancel()
    await out.time.pass_until(10)
    assert out.moments(ANSWER) == [0, 0, 0, 1, 2]


async def test_other_errors_are_the_callers() -> None:
    async def refuse() -> bool:
        raise BadRequest("chat not found")

    with pytest.raises(BadRequest):
        await Limiter(Rates()).process_request(refuse, (), {}, "sendMessage", {"chat_id": 1}, None)


async def test_chats_at_rest_are_forgotten() -> None:
    out = Outgoing(Rates(per_second=0))
    for chat_id in range(1, 5001):
        await out.post(chat_id)
        out.time.now += 0.01
    assert len(out.limiter._spent_in_chat) <= 1024  # noqa: SLF001 - nothing else shows it


async def test_at_the_end_nobody_is_left_waiting() -> None:
    out = Outgoing()
    waiting = [out.start(7) for _ in range(5)]
    await out.time.pass_until(0)
    await out.limiter.shutdown()
    await out.time.pass_until(0)
    assert [task.cancelled() for task in waiting] == [False] * 3 + [True] * 2


async def test_the_urgency_comes_through_python_telegram_bot() -> None:
    limiter, telegram = Limiter(UNLIMITED), FakeTelegram()
    bot: ExtBot[Urgency] = ExtBot("42:token", request=telegram, rate_limiter=limiter)
    limiter.halt(20)
    with pytest.raises(RetryAfter):
        await bot.send_message(1001, "خبر", rate_limit_args=BROADCAST)
    answering = asyncio.create_task(bot.send_message(1001, "خبر", rate_limit_args=ANSWER))
    await asyncio.sleep(0)
    assert not answering.done()
    answering.cancel()
    assert telegram.sent == []


@st.composite
def posts(draw: st.DrawFn) -> list[tuple[float, int, Urgency]]:
    return draw(
        st.lists(
            st.tuples(
                st.floats(0, 5).map(lambda moment: round(moment, 2)),
                st.sampled_from([-2, -1, *range(1, 9)]),
                st.sampled_from(Urgency),
            ),
            max_size=60,
        )
    )


@settings(deadline=None)
@given(posts(), st.sampled_from([0.5, 1, 5, 30, 200]), st.floats(0.1, 20))
def test_no_window_holds_more_than_its_rate_and_everybody_gets_a_turn(
    posted: list[tuple[float, int, Urgency]], per_second: float, window: float
) -> None:
    out = asyncio.run(_run(Rates(per_second=per_second), posted))
    assert sorted((chat, urgency) for _, chat, urgency in out.sent) == sorted((c, u) for _, c, u in posted)
    at_once = max(2, round(per_second * 0.2))
    assert most_within([at for at, _, _ in out.sent], window) <= window * per_second + at_once
    for chat in {chat for _, chat, _ in posted}:
        in_chat = [at for at, at_chat, _ in out.sent if at_chat == chat]
        rate = 1 if chat > 0 else 20 / 60
        assert most_within(in_chat, window) <= window * rate + 3 + 1e-6


@settings(deadline=None)
@given(posts(), st.sampled_from([1, 5, 30]))
def test_no_broadcast_goes_before_an_answer_that_waits(
    posted: list[tuple[float, int, Urgency]], per_second: float
) -> None:
    # Each to a chat of its own, so that only the bot's own rate makes anybody wait.
    posted = [(moment, 100 + number, urgency) for number, (moment, _, urgency) in enumerate(posted)]
    out = asyncio.run(_run(Rates(per_second=per_second), posted))
    sent_at = {chat: at for at, chat, _ in out.sent}
    for moment, chat, urgency in posted:
        if urgency is ANSWER:
            assert not [at for at in out.moments(BROADCAST) if moment + 1e-5 < at < sent_at[chat] - 1e-5]


@settings(deadline=None)
@given(posts(), st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 5)), min_size=1, max_size=3))
def test_nothing_goes_out_during_a_halt(
    posted: list[tuple[float, int, Urgency]], halts: list[tuple[float, float]]
) -> None:
    out = asyncio.run(_run(Rates(), posted, halts))
    for begin, seconds in halts:
        assert not [at for at, _, _ in out.sent if begin + 1e-5 < at < begin + seconds - 1e-5]
    assert len(out.moments(ANSWER)) == sum(urgency is ANSWER for _, _, urgency in posted)


async def _run(
    rates: Rates, posted: list[tuple[float, int, Urgency]], halts: list[tuple[float, float]] | None = None
) -> Outgoing:
    out = Outgoing(rates, longest_answer_wait=1e9)
    halting = [asyncio.ensure_future(_at(out.time, moment, out.limiter.halt, s)) for moment, s in halts or []]
    sending = [
        asyncio.ensure_future(_at(out.time, moment, out.post, chat, urgency)) for moment, chat, urgency in posted
    ]
    await out.time.pass_until(1e6)
    assert all(task.done() for task in [*halting, *sending])
    for task in sending:
        assert task.exception() is None or isinstance(task.exception(), RetryAfter)
    return out


async def _at(time: Time, moment: float, act: Callable[..., Any], *args: Any) -> None:
    await time.sleep(moment)
    acting = act(*args)
    if isinstance(acting, Awaitable):
        await acting
