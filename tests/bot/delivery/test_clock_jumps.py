"""The machine's clock jumps: nobody is silenced, nobody gets a date's digest twice."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.container import Services
from bot.delivery import jobs
from bot.delivery.jobs import Job, keep_running
from bot.domain.schedule import mend
from storage.model.values import Subscriber
from storage.subscribers.accounts import find_subscriber
from tests.bot.delivery.test_jobs import more
from tests.bot.fakes import Clock, Mornings, Reader
from tests.bot.news import publish


async def find(services: Services) -> Subscriber:
    async with services.database.begin() as session:
        found = await find_subscriber(session, services.story.name, 1001)
    assert found
    return found


async def test_ten_days_ahead_for_a_minute_silence_nobody(
    reader: Reader, services: Services, mornings: Mornings, caplog: pytest.LogCaptureFixture
) -> None:
    await publish(services)
    await reader.say("/start")
    await publish(services, more("one"))
    assert len(await mornings.at(21, 8)) == 1  # the clock is ten days ahead
    await publish(services, more("one", "two"))
    assert await mornings.at(11, 8) == []  # it is right again: from now on the next hour counts
    assert "The clock was ahead: 1 subscribers" in caplog.text
    assert len(await mornings.at(12, 8)) == 1
    await publish(services, more("one", "two", "three"))
    assert len(await mornings.at(13, 8)) == 1
    # The date whose digest came too early gets its own.
    await publish(services, more("one", "two", "three", "four"))
    assert len(await mornings.at(21, 8)) == 1
    await publish(services, more("one", "two", "three", "four", "five"))
    assert await mornings.at(21, 12) == []


async def test_ten_days_behind_for_a_minute_repeat_and_lose_nothing(
    reader: Reader, services: Services, mornings: Mornings
) -> None:
    await publish(services)
    await reader.say("/start")
    await publish(services, more("one"))
    assert len(await mornings.at(21, 8)) == 1
    assert await mornings.at(12, 7) == []
    assert await mornings.at(21, 9) == []
    await publish(services, more("one", "two"))
    assert await mornings.at(21, 10) == []  # that date had its digest
    assert len(await mornings.at(22, 8)) == 1


@pytest.mark.parametrize("said", ["/start", "/time 8:00"])
async def test_whoever_writes_is_due_at_the_next_hour(
    reader: Reader, services: Services, mornings: Mornings, clock: Clock, said: str
) -> None:
    await publish(services)
    await reader.say("/start")
    await publish(services, more("one"))
    await mornings.at(21, 8)
    clock.now = datetime(2022, 1, 11, 15, tzinfo=UTC)
    await reader.say(said)
    assert (await find(services)).next_due_at == datetime(2022, 1, 12, 5, tzinfo=UTC)


async def test_a_long_pause_is_no_jump(reader: Reader, services: Services, mornings: Mornings) -> None:
    await publish(services)
    await reader.say("/start")
    await reader.say("إيقاف مؤقت 30 يومًا")
    due = (await find(services)).next_due_at
    await mornings.at(11, 8)
    assert (await find(services)).next_due_at == due


def test_only_what_no_hour_can_say_is_mended() -> None:
    now = datetime(2022, 1, 10, 15, tzinfo=UTC)
    hour = datetime(2022, 1, 1, 8).time()  # noqa: DTZ001 - a time of day
    tomorrow = datetime(2022, 1, 11, 5, tzinfo=UTC)
    assert mend(now, tomorrow, now.date(), hour, "Asia/Riyadh") is None
    assert mend(now, tomorrow + timedelta(days=1), now.date(), hour, "Asia/Riyadh") is None
    assert mend(now, tomorrow + timedelta(days=9), now.date(), hour, "Asia/Riyadh") == (tomorrow, now.date())


async def test_the_loop_of_a_job_does_not_look_at_the_clock(services: Services, clock: Clock) -> None:
    runs: list[datetime] = []

    async def run(services: Services, _bot: object) -> None:
        runs.append(services.clock())

    loop = asyncio.create_task(keep_running([Job("test", timedelta(milliseconds=20), run)], services, None))  # type: ignore[arg-type]
    for days in (10, -10, 400):
        clock.move(days=days)
        before = len(runs)
        async with asyncio.timeout(5):
            while len(runs) < before + 2:  # noqa: ASYNC110 - the loop under test brings it about
                await asyncio.sleep(0.01)
    loop.cancel()


async def test_after_the_machines_clock_jumped_everything_runs_at_once(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[None] = []
    offset = 0.0
    monkeypatch.setattr(jobs, "_find_offset", lambda: offset)
    monkeypatch.setattr(jobs, "_LOOK_S", 0.01)

    async def run(_services: Services, _bot: object) -> None:
        runs.append(None)

    loop = asyncio.create_task(keep_running([Job("test", timedelta(hours=1), run)], services, None))  # type: ignore[arg-type]
    for days in (0, 10, -10):
        offset += days * 86_400
        before = len(runs)
        async with asyncio.timeout(5):
            while len(runs) == before:  # noqa: ASYNC110 - the loop under test brings it about
                await asyncio.sleep(0.01)
    loop.cancel()


async def test_a_tick_that_is_wanted_while_one_runs_comes_after_it(services: Services) -> None:
    begun, may_end = [0], asyncio.Event()

    async def run(services: Services, _bot: object) -> None:
        async with services.sender_state.ticking:
            begun[0] += 1
            await may_end.wait()

    tick = Job(jobs.TICK.name, timedelta(hours=1), run)
    loop = asyncio.create_task(keep_running([tick], services, None))  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        while begun[0] < 1:  # noqa: ASYNC110 - the loop under test brings it about
            await asyncio.sleep(0.01)
        services.sender_state.due.set()
        while services.sender_state.due.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        may_end.set()
        while begun[0] < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    loop.cancel()
