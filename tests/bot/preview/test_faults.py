"""Faults: what the bot sees of them, what the server accepted, and that the same seed deals the same faults."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.preview.protocol.faults import Accidents, ApiError, Fate, Faults
from bot.preview.stage import Stage
from bot.telegram.answers import NotSent
from bot.telegram.http import AiohttpRequest
from bot.telegram.rate_limiter import Limiter, Rates, Urgency, seconds_of
from tests.bot.preview.stage import Person


@asynccontextmanager
async def bot_of(stage: Stage) -> AsyncIterator[Bot]:
    token = stage.token.get_secret_value()
    async with Bot(token, base_url=f"{stage.url}/bot", request=AiohttpRequest()) as bot:
        yield bot


@pytest.mark.parametrize(
    ("faults", "accepted"),
    [
        (Faults(unread=1), 0),
        (Faults(unprocessed=1), 0),
        (Faults(failed=1), 0),
        (Faults(unanswered=1), 1),
    ],
    ids=["unread", "unprocessed", "failed", "unanswered"],
)
async def test_a_send_with_a_fault(stage: Stage, faults: Faults, accepted: int) -> None:
    reader = Person(stage)
    reader.chat.opened = True
    async with bot_of(stage) as bot:
        stage.world.accidents.set(faults)
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(reader.chat.id, "خبر")
        # Whatever it was, the bot cannot know.
        assert not isinstance(caught.value, NotSent)
        assert len(stage.world.accepted) == len(reader.read()) == accepted
        stage.world.accidents.set(Faults())
        await bot.send_message(reader.chat.id, "خبر")
    assert len(stage.world.accepted) == accepted + 1


async def test_a_429_is_for_everybody_until_its_deadline(stage: Stage) -> None:
    reader = Person(stage)
    reader.chat.opened = True
    accidents = stage.world.accidents
    async with bot_of(stage) as bot:
        accidents.set(Faults(flooded=1, flood_seconds=0.2))
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(reader.chat.id, "خبر")
        assert seconds_of(caught.value) == 1
        accidents.set(Faults())
        with pytest.raises(RetryAfter):
            await bot.send_message(reader.chat.id, "خبر")
        assert accidents.counts["too_early"] == 1
        await bot.get_chat(reader.chat.id)
        await asyncio.sleep(0.25)
        await bot.send_message(reader.chat.id, "خبر")
    assert len(stage.world.accepted) == 1


async def test_through_the_limiter_nothing_comes_too_early_after_a_429(stage: Stage) -> None:
    reader, world = Person(stage), stage.world
    reader.chat.opened = True
    limiter = Limiter(Rates(per_second=0, per_chat_per_second=0))
    bot: ExtBot[Urgency] = ExtBot(
        stage.token.get_secret_value(),
        base_url=f"{stage.url}/bot",
        request=AiohttpRequest(),
        rate_limiter=limiter,
    )
    async with bot:
        world.accidents.set(Faults(flooded=1, flood_seconds=0.9))
        with pytest.raises(RetryAfter):
            await bot.send_message(reader.chat.id, "موجز", rate_limit_args=Urgency.BROADCAST)
        world.accidents.set(Faults())
        assert 0.5 < limiter.halt_remaining() <= 1
        with pytest.raises(RetryAfter):
            await bot.send_message(reader.chat.id, "موجز", rate_limit_args=Urgency.BROADCAST)
        await asyncio.gather(*(bot.send_message(reader.chat.id, f"جواب {number}") for number in range(5)))
    assert sorted(reader.read()) == [f"جواب {number}" for number in range(5)]
    assert world.accidents.counts["too_early"] == 0


async def test_latency_and_which_methods_meet_it(stage: Stage) -> None:
    Person(stage).chat.opened = True
    async with bot_of(stage) as bot:
        stage.world.accidents.set(Faults(latency=0.1))
        begin = time.monotonic()
        await bot.get_me()
        assert time.monotonic() - begin < 0.1
        await bot.send_message(Person(stage).chat.id, "خبر")
        assert time.monotonic() - begin > 0.1
        stage.world.accidents.set(Faults(failed=1, methods=""))
        with pytest.raises(NetworkError):
            await bot.get_me()


async def test_a_text_that_is_refused(stage: Stage) -> None:
    Person(stage).chat.opened = True
    reason = "can't parse entities: unsupported start tag"
    stage.world.accidents.set(Faults(refused={"سيئ": reason}))
    async with bot_of(stage) as bot:
        with pytest.raises(BadRequest, match="parse entities"):
            await bot.send_message(Person(stage).chat.id, "نص سيئ")
        await bot.send_message(Person(stage).chat.id, "نص جيد")


async def test_the_same_seed_deals_the_same_fates_in_the_shares_that_were_asked_for() -> None:
    async def deal(seed: int) -> list[Fate]:
        accidents = Accidents()
        accidents.set(Faults(unread=0.05, unanswered=0.1, seed=seed))
        return [await accidents.meet("sendMessage") for _ in range(2000)]

    fates = await deal(1)
    assert fates == await deal(1) != await deal(2)
    counted = Counter(fates)
    assert counted[Fate.UNREAD] == pytest.approx(100, abs=40)
    assert counted[Fate.UNANSWERED] == pytest.approx(200, abs=60)


async def test_telegram_counts_whole_seconds() -> None:
    now = [0.0]
    accidents = Accidents(lambda: now[0])
    accidents.set(Faults(flooded=1, flood_seconds=2.5))
    for at, after in ((0.0, 3), (1.0, 2), (2.4, 1)):
        now[0] = at
        with pytest.raises(ApiError) as caught:
            await accidents.meet("sendMessage")
        assert caught.value.as_json()["parameters"] == {"retry_after": after}
