"""What no server should answer: every good update is answered, no digest comes twice, nothing is lost, few words."""

import asyncio
import time
from collections.abc import Collection
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import web

from bot.preview.state.world import World
from storage.engine.database import Database
from tests.faults.bot_process import BotProcess
from tests.faults.conftest import Report
from tests.faults.ledger_check import check_ledger
from tests.faults.readership import NEWS, add_readers, publish, settle
from tests.faults.scale import SCALE, SEED
from tests.faults.tampering import open_tampered, refuse
from tests.faults.telegram import wait_until

_READERS = 300 if SCALE.long else 60
_AWAY_S = 60.0 if SCALE.long else 6.0
_LARGEST_LOG = 1_000_000
_UNREADABLE: tuple[Any, ...] = (None, [], True)
_UNSEEN = "كلمة لا يراها أحد"

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.parametrize("database_url", ["sqlite_url"], indirect=True),
]


def count_answers(world: World, chats: Collection[int]) -> int:
    """Count the people among these who got anything."""
    return len({message.chat_id for message in world.accepted} & set(chats))


async def ask(world: World, chats: Collection[int], *, within: float = 60) -> None:
    """Let people ask, and wait until each has an answer."""
    for chat_id in chats:
        world.say(chat_id, "/help")
    await wait_until(lambda: count_answers(world, chats) == len(chats), "an answer for each", within=within)


def check_log(bot: BotProcess) -> None:
    log = bot.read_log()
    assert len(log.encode()) < _LARGEST_LOG
    assert _UNSEEN not in log


_BREAKS: tuple[dict[str, Any], ...] = (
    {"date": None}, {"date": "now"}, {"date": 10**20}, {"message_id": 10**22}, {"chat": 5}, {"from": "me"},
    {"chat": {"id": 10**22, "type": "private"}}, {"entities": 5}, {"text": {"a": 1}}, {"location": "here"},
)  # fmt: skip


async def test_updates_that_cannot_be_read_among_good_ones(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await publish(database, NEWS)
    breaks = cycle(_BREAKS)
    async with open_tampered() as (telegram, tampering):
        world = telegram.world
        good = [world.add_person(opened=True).id for _ in range(30)]
        bad = [world.add_person(opened=True).id for _ in range(30)]

        def break_some(method: str, result: Any) -> Any:
            for update in result if method == "getUpdates" else ():
                message = update.get("message") or {}
                if message.get("chat", {}).get("id") in bad:
                    broken = message | next(breaks)
                    update["message"] = {name: value for name, value in broken.items() if value is not None}
            return result

        tampering.change = break_some
        bot = BotProcess(telegram, database_url, tmp_path)
        async with bot.running():
            for chat_id, other in zip(good, bad, strict=True):
                world.say(other, _UNSEEN)
                world.say(chat_id, "/help")
            await wait_until(lambda: count_answers(world, good) == len(good), "an answer for each", within=60)
            assert count_answers(world, bad) == 0
        # Nothing is asked again and again.
        assert tampering.asked["getUpdates"] < 200
    check_log(bot)
    assert bot.read_log().count("cannot be read and is passed over") < 10


@pytest.mark.parametrize("answer", [401, 404, 500, 302])
async def test_getupdates_is_refused_for_a_while(
    database: Database, database_url: str, tmp_path: Path, answer: int
) -> None:
    await publish(database, NEWS)
    bodies = {401: refuse(401, "Unauthorized").text, 404: "<html>", 500: "null", 302: ""}
    async with open_tampered() as (telegram, tampering):
        world = telegram.world
        first, later = ([world.add_person(opened=True).id for _ in range(5)] for _ in range(2))
        bot = BotProcess(telegram, database_url, tmp_path)
        async with bot.running() as process:
            await ask(world, first)
            refused = 0

            def refuse_polls(method: str) -> web.Response | None:
                nonlocal refused
                if method != "getUpdates":
                    return None
                refused += 1
                return web.Response(status=answer, text=bodies[answer])

            tampering.refuse = refuse_polls
            for chat_id in later:
                world.say(chat_id, "/help")
            await asyncio.sleep(_AWAY_S)
            assert 1 <= refused <= 3 + _AWAY_S
            tampering.refuse = None
            await wait_until(lambda: count_answers(world, later) == len(later), "an answer for each", within=90)
            assert process.returncode is None
    check_log(bot)


async def test_digests_while_429_says_anything(
    database: Database, database_url: str, tmp_path: Path, report: Report
) -> None:
    await publish(database, NEWS)
    # What cannot be read as a number means half a minute.
    asked = iter([-1, 0, 0.5, "1", 1, "soon", *_UNREADABLE[: 3 if SCALE.long else 0]])
    async with open_tampered() as (telegram, tampering):
        chats = await add_readers(database, telegram.world, _READERS, Random(SEED))
        sends = count(1)

        def flood(method: str) -> web.Response | None:
            if method.startswith("sendMessage") and next(sends) % 5 == 0:
                for after in asked:
                    return refuse(429, "Too Many Requests", retry_after=after)
            return None

        tampering.refuse = flood
        bot = BotProcess(telegram, database_url, tmp_path)
        async with bot.running():
            await settle(database, chats)
            account = await check_ledger(database, telegram.world, chats)
            report(account, "429 with waits of every kind")
            assert account.at_rest
    check_log(bot)


async def test_answers_with_fields_of_another_type(
    database: Database, database_url: str, tmp_path: Path, report: Report
) -> None:
    await publish(database, NEWS)
    random = Random(SEED)
    others: list[Any] = [None, True, -1, 10**22, 0.5, "x", [], {}, [[]], {"id": "x"}]
    async with open_tampered() as (telegram, tampering):
        world = telegram.world
        chats = await add_readers(database, world, _READERS, random)
        people = [world.add_person(opened=True).id for _ in range(20)]

        def mangle(method: str, result: Any) -> Any:
            if method in {"getMe", "getUpdates"} or random.random() < 0.5:
                return result
            if not isinstance(result, dict) or random.random() < 0.2:
                return random.choice(others)
            name = random.choice(list(result))
            return {**result, name: random.choice(others)}

        bot = BotProcess(telegram, database_url, tmp_path)
        tampering.change = mangle
        async with bot.running():
            await ask(world, people, within=90)
            await settle(database, chats)
            account = await check_ledger(database, world, chats)
            report(account, "fields of answers of another type")
            assert account.at_rest
    check_log(bot)


async def test_the_end_comes_in_time_while_hundreds_of_long_messages_wait(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await publish(database, NEWS)
    async with open_tampered() as (telegram, _):
        world = telegram.world
        people = [world.add_person(opened=True).id for _ in range(400)]
        bot = BotProcess(telegram, database_url, tmp_path)
        async with bot.running() as process:
            await ask(world, people[:1])
            for number, chat_id in enumerate(people):
                world.say(chat_id, (f"وقال الرئيس رقم {number} إن الحكومة تدرس مطالب المحتجين. " * 90)[:4096])
            await asyncio.sleep(0.5)
            begun = time.monotonic()
            process.terminate()
            assert await asyncio.wait_for(process.wait(), 20) == 0
            assert time.monotonic() - begun < 10
    check_log(bot)
