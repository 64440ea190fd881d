"""Answers that no server should give, and a database that refuses: one delivery suffers, and all others go on."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.container import Services
from bot.delivery import leader_election, sender
from bot.delivery.jobs import Job, keep_running, run_tick
from bot.delivery.operator_alerts import tell_troubles
from bot.domain.brake import Brake
from bot.handlers.context import App
from storage.model.values import DeliveryKind, DeliveryState, SubscriberState
from storage.outbox import deliveries
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers import accounts
from tests.bot.fakes import Clock, FakeTelegram, Reader
from tests.bot.news import publish

READERS = 45


class Digest:
    """Many subscribers with a digest due, and a Telegram that answers strangely."""

    def __init__(self, app: App, services: Services, telegram: FakeTelegram, clock: Clock) -> None:
        self.app, self.services, self.telegram, self.clock = app, services, telegram, clock

    async def prepare(self, readers: int) -> None:
        for number in range(readers):
            await Reader(self.app, self.telegram, 2000 + number).say("/start")
        await publish(self.services)
        self.clock.now = datetime(2022, 1, 11, 5, tzinfo=UTC)
        self.telegram.calls.clear()

    async def tick(self, *faults: Any, **later: float) -> list[int]:
        """Let time pass and tick; the chats that were sent a digest."""
        self.clock.move(**later)
        before, self.telegram.faults = len(self.telegram.sent), list(faults)
        await run_tick(self.services, self.app.bot)
        return [call.chat_id for call in self.telegram.sent[before:] if call.chat_id != 7]

    async def count(self) -> Counter[DeliveryState]:
        async with self.services.database.begin() as session:
            found = await session.scalars(select(DeliveryRow.state).where(DeliveryRow.kind == DeliveryKind.DIGEST))
            return Counter(found)

    async def count_blocked(self) -> int:
        async with self.services.database.begin() as session:
            states = await session.scalars(select(SubscriberRow.state))
            return Counter(states)[SubscriberState.BLOCKED]


@pytest.fixture
async def digest(app: App, services: Services, telegram: FakeTelegram, clock: Clock) -> Digest:
    return Digest(app, services, telegram, clock)


STRANGE: dict[str, tuple[Any, DeliveryState]] = {
    "a number of 23 digits": (10**22, DeliveryState.UNCERTAIN),
    "a text as number": ("1001", DeliveryState.UNCERTAIN),
    "no number": (None, DeliveryState.UNCERTAIN),
    "a list as number": ([1], DeliveryState.UNCERTAIN),
}


@pytest.mark.parametrize(("message_id", "state"), STRANGE.values(), ids=STRANGE)
async def test_an_answer_with_a_strange_number_is_uncertain_by_itself(
    digest: Digest, message_id: Any, state: DeliveryState
) -> None:
    await digest.prepare(5)
    chat = {"id": 2000, "type": "private"}
    result = {"message_id": message_id, "date": 0, "chat": chat, "text": "…"}
    sent = await digest.tick({"ok": True, "result": result, "error_code": 200})
    assert len(sent) == 4
    assert await digest.count() == {state: 1, DeliveryState.SENT: 4}
    assert await digest.tick(minutes=2) == []


@pytest.mark.parametrize("chat", [10**22, "-1009", None, [], 0])
async def test_a_group_that_moves_nowhere_fails_by_itself(digest: Digest, chat: Any) -> None:
    await digest.prepare(3)
    moved = {"error_code": 400, "description": "group upgraded", "parameters": {"migrate_to_chat_id": chat}}
    assert len(await digest.tick(moved)) == 2
    assert await digest.count() == {DeliveryState.FAILED: 1, DeliveryState.SENT: 2}


async def test_a_group_that_moves_for_ever_is_not_asked_for_ever(digest: Digest) -> None:
    await digest.prepare(2)
    moved = {"error_code": 400, "description": "x", "parameters": {"migrate_to_chat_id": -1009}}
    assert len(await digest.tick(*[moved] * 50)) == 0
    assert 40 < len(digest.telegram.faults) < 50


@pytest.mark.parametrize("after", [999_999_999_999, 10**8, -1, "later", None, 0])
async def test_no_429_halts_for_longer_than_an_hour(digest: Digest, after: Any) -> None:
    await digest.prepare(3)
    flood = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": after}}
    await digest.tick(flood)
    assert 0 <= digest.services.limiter.halt_remaining() <= 3600
    await digest.tick(minutes=61)
    assert await digest.count() == {DeliveryState.SENT: 3}


async def test_an_outcome_that_cannot_be_recorded_is_uncertain_and_the_others_are_sent(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await digest.prepare(5)
    monkeypatch.setattr(sender, "require_message_id", lambda number: 10**22 if number % 5 == 2 else number)
    with pytest.raises(Exception):  # noqa: B017, PT011 - each driver has its own
        await digest.tick()
    sent = digest.telegram.sent
    await digest.tick(minutes=1)
    assert len(digest.telegram.sent) == len(sent) == 5
    assert await digest.count() == {DeliveryState.UNCERTAIN: 1, DeliveryState.SENT: 4}


@pytest.mark.parametrize(
    "refusal",
    [
        {"error_code": 403, "description": "Forbidden by the policy of this network"},
        {"error_code": 403, "description": "Forbidden"},
        {"error_code": 403, "raw": "<html>blocked</html>"},
        {"error_code": 404, "raw": "<html>no such page</html>"},
        {"error_code": 302, "raw": ""},
    ],
    ids=str,
)
async def test_a_refusal_that_is_not_telegram_s_is_tried_again(digest: Digest, refusal: dict[str, Any]) -> None:
    await digest.prepare(3)
    assert len(await digest.tick(refusal)) == 2
    assert await digest.count_blocked() == 0
    assert len(await digest.tick(minutes=2)) == 1


async def test_if_many_chats_refuse_at_once_sending_stops_and_the_operators_are_told_once(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, now = digest.services, lambda: digest.clock().timestamp()
    monkeypatch.setattr(services.sender_state, "brake", Brake(now))
    monkeypatch.setattr(services.troubles, "_clock", now)
    await digest.prepare(READERS)
    blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await digest.tick(*[blocked] * READERS)
    assert await digest.count_blocked() == 20
    assert (await digest.count())[DeliveryState.FAILED] == 20
    assert await digest.tick(minutes=5) == []
    [told] = await tell(digest)
    assert "رفضت محادثات كثيرة" in told
    assert await tell(digest) == []
    assert len(await digest.tick(minutes=6)) == READERS - 20
    digest.clock.move(minutes=5)
    [over] = await tell(digest)
    assert over.startswith("انتهى")
    assert await tell(digest) == []


async def tell(digest: Digest) -> list[str]:
    """Return what the operators are told now."""
    before = len(digest.telegram.sent)
    await tell_troubles(digest.services, digest.app.bot)
    return [call.text for call in digest.telegram.sent[before:]]


async def test_a_raw_error_while_settling_leaves_no_send_running(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await digest.prepare(20)

    async def fail(*_: Any) -> None:
        raise RuntimeError("raw, from a driver")

    async def slow() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {
            "ok": True,
            "result": {"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}},
            "error_code": 200,
        }

    monkeypatch.setattr(accounts, "set_aside", fail)
    blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    faults: list[dict[str, Any] | Callable[[], Awaitable[Any]]] = [blocked, *[slow] * 15]
    await digest.tick(*faults)
    assert await digest.count() == {DeliveryState.PENDING: 1, DeliveryState.SENT: 19}


async def test_a_raw_error_does_not_end_the_keeper_of_the_lease(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leader_election, "_BEAT_S", 0.01)
    tries = 0

    async def take(_: Services) -> bool:
        nonlocal tries
        tries += 1
        if tries < 20:
            raise RuntimeError("cannot execute INSERT in a read-only transaction")
        return True

    monkeypatch.setattr(leader_election, "take_lead", take)
    told: list[bool] = []

    async def follow(leads: bool) -> None:
        told.append(leads)

    heart = asyncio.create_task(leader_election.keep_lead(services, follow))
    async with asyncio.timeout(10):
        while True not in told:  # noqa: ASYNC110 - the loop under test brings it about
            await asyncio.sleep(0.01)
    heart.cancel()
    assert told[:19] == [False] * 19
    lines = [record for record in caplog.records if "read-only" in record.getMessage()]
    assert len(lines) == 1


async def test_a_job_that_fails_for_ever_says_so_once(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    tries = 0

    async def fail(*_: Any) -> None:
        nonlocal tries
        tries += 1
        raise KeyError("غد")

    job = Job("test", timedelta(seconds=0.02), fail, first_wait=0.001)
    loop = asyncio.create_task(keep_running([job], services, None))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        while tries < 20:  # noqa: ASYNC110 - the loop under test brings it about
            await asyncio.sleep(0.01)
    loop.cancel()
    assert len([record for record in caplog.records if "Job test failed" in record.getMessage()]) == 1


async def test_outcomes_wait_while_the_database_refuses_everything(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await digest.prepare(4)
    record = deliveries.record

    async def refuse(session: Any, story: str, outcomes: Any, now: datetime) -> None:
        if outcomes:
            raise RuntimeError("cannot execute UPDATE in a read-only transaction")
        await record(session, story, outcomes, now)

    monkeypatch.setattr(deliveries, "record", refuse)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            await digest.tick(minutes=1)
    monkeypatch.undo()
    assert await digest.tick(minutes=1) == []
    assert await digest.count() == {DeliveryState.SENT: 4}
