"""Polling goes on whatever the server answers, slowly and with few words, and never with the words of people."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, Update

from bot.preview.http.server import HOST, bind, serving
from bot.telegram.http import AiohttpRequest
from bot.telegram.polling import Poller
from tests.bot.telegram.test_incoming import make_update

TOKEN = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's


class Server:
    """Gives these answers to getUpdates in turn, and the last one for ever."""

    def __init__(self, *answers: web.Response | bytes | list[Any]) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] != "getUpdates":
            return web.json_response({"ok": True, "result": True})
        self.asked.append(json.loads(await request.read()))
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(given, list):
            offset = int(self.asked[-1].get("offset") or 0)
            kept = [each for each in given if not isinstance(each.get("update_id"), int) or each["update_id"] >= offset]
            return web.json_response({"ok": True, "result": kept})
        if isinstance(given, bytes):
            return web.Response(body=given)
        return web.Response(status=given.status, body=given.body, headers={"Location": "/elsewhere"})


@asynccontextmanager
async def polling(server: Server) -> AsyncIterator[tuple[Poller, list[Update], list[Exception]]]:
    """Poll this server; give the poller, what it fetched and what failed."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", server.answer)
    listener, got, failures = bind(0), list[Update](), list[Exception]()
    request = AiohttpRequest(connections=1)
    await request.initialize()

    async def put(update: Update) -> None:
        got.append(update)

    async with serving(app, listener):
        base = f"http://{HOST}:{listener.getsockname()[1]}"
        bot = Bot(TOKEN, base_url=f"{base}/bot", request=request)
        poller = Poller(bot, request, ["message"], put, _room, failures.append)
        poller.start()
        try:
            yield poller, got, failures
        finally:
            await poller.stop()
            await request.shutdown()


async def _room() -> None:
    """There is room always."""


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110 - the loop under test brings it about
            await asyncio.sleep(0.01)


async def test_updates_that_cannot_be_read_are_passed_over_and_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    broken = [make_update(number, date=None, text="سرّ") for number in range(6, 40)]
    server = Server([make_update(5), *broken, make_update(40)])
    async with polling(server) as (poller, got, failures):
        await until(lambda: len(server.asked) >= 3)
        assert [update.update_id for update in got] == [5, 40]
        assert poller.passed_over == len(broken)
        assert server.asked[1]["offset"] == 41
    assert failures == []
    lines = [record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "telegram"))]
    assert len([line for line in lines if "cannot be read" in line]) == 1
    assert "سرّ" not in caplog.text


UNUSABLE = {
    "401": web.Response(status=401, body=b'{"ok":false,"error_code":401,"description":"Unauthorized"}'),
    "404 as a page": web.Response(status=404, body=b"<html>no such page</html>"),
    "ok alone": b'{"ok":true}',
    "500 null": web.Response(status=500, body=b"null"),
    "302": web.Response(status=302, body=b""),
    "200 as a page": b"<html>sign in</html>",
    "no list": b'{"ok":true,"result":5}',
    "brackets": b"[" * 100_000,
    "429 for ever": web.Response(status=429, body=b'{"ok":false,"parameters":{"retry_after":-5}}'),
}


@pytest.mark.parametrize("answer", UNUSABLE.values(), ids=UNUSABLE)
async def test_after_an_unusable_answer_polling_goes_on(answer: web.Response | bytes) -> None:
    server = Server(answer, [make_update(5)])
    async with polling(server) as (poller, got, failures):
        await until(lambda: bool(got))
        assert poller.running
    assert len(failures) == 1


@pytest.mark.parametrize("answer", UNUSABLE.values(), ids=UNUSABLE)
async def test_there_is_no_storm_of_requests_nor_of_lines(
    answer: web.Response | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server = Server(answer)
    async with polling(server) as (poller, _, failures):
        await asyncio.sleep(3.2)
        assert poller.running
    assert 2 <= len(failures) <= 4
    assert len(server.asked) == len(failures)
    assert len(caplog.text) < 2000


async def test_a_server_that_answers_nothing_at_once_is_not_asked_at_once_again() -> None:
    server = Server([])
    async with polling(server):
        await asyncio.sleep(1.5)
    assert len(server.asked) == 2


async def test_a_server_that_repeats_its_updates_is_heard_once() -> None:
    server = Server(json.dumps({"ok": True, "result": [make_update(5)]}).encode())
    async with polling(server) as (_, got, _failures):
        await asyncio.sleep(1.5)
    assert [update.update_id for update in got] == [5]
    assert len(server.asked) <= 4
