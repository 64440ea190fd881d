"""Those who send, each in a process of its own: ``python -m benchmarks.senders NAME`` with a task on standard input.

The task is JSON: ``url``, ``token``, ``count``, and what to send (``text``, ``keyboard``) or, for the bot itself, the
``database`` in which so many digests are planned. It prints JSON: the ``seconds`` that it took, and of the processor
(``cpu``). Each imports what it needs and nothing else, so that one may run in another environment.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from importlib import import_module
from typing import Any

Task = dict[str, Any]

_FIRST_CHAT = 1001
_IN_FLIGHT = 32
_IN_FLIGHT_HTTPX = 8  # where it is at its best


async def send_over_aiohttp(task: Task) -> dict[str, float]:
    """Send with the HTTP client alone."""
    from aiohttp import ClientSession, TCPConnector  # noqa: PLC0415

    url = f"{task['url']}/bot{task['token']}/sendMessage"
    what = {"text": task["text"], "parse_mode": "HTML", "reply_markup": task["keyboard"]}
    async with ClientSession(connector=TCPConnector(limit=_IN_FLIGHT)) as session:

        async def send(chat_id: int) -> None:
            async with session.post(url, json={"chat_id": chat_id, **what}) as answer:
                await answer.json()

        return await measure(task["count"], _IN_FLIGHT, send)


async def send_over_ptb(task: Task, *, httpx: bool = False) -> dict[str, float]:
    """Send in a bare loop of python-telegram-bot, over our requests or its own."""
    from telegram import Bot, InlineKeyboardMarkup  # noqa: PLC0415
    from telegram.request import BaseRequest, HTTPXRequest  # noqa: PLC0415

    from bot.telegram.http import AiohttpRequest  # noqa: PLC0415

    in_flight = _IN_FLIGHT_HTTPX if httpx else _IN_FLIGHT
    request: BaseRequest = HTTPXRequest(in_flight) if httpx else AiohttpRequest(connections=in_flight)
    keyboard = InlineKeyboardMarkup.de_json(task["keyboard"], None) if task["keyboard"] else None
    async with Bot(task["token"], base_url=f"{task['url']}/bot", request=request) as bot:

        async def send(chat_id: int) -> None:
            await bot.send_message(chat_id, task["text"], parse_mode="HTML", reply_markup=keyboard)

        return await measure(task["count"], in_flight, send)


async def send_over_ptb_httpx(task: Task) -> dict[str, float]:
    """Send in the same loop over httpx."""
    return await send_over_ptb(task, httpx=True)


async def send_over_aiogram(task: Task) -> dict[str, float]:
    """Send in a bare loop of aiogram."""
    aiogram = import_module("aiogram")  # it needs an environment of its own
    servers = import_module("aiogram.client.telegram")
    sessions = import_module("aiogram.client.session.aiohttp")
    types = import_module("aiogram.types")
    session = sessions.AiohttpSession(api=servers.TelegramAPIServer.from_base(task["url"]), limit=_IN_FLIGHT)
    bot = aiogram.Bot(task["token"], session=session)
    keyboard = types.InlineKeyboardMarkup.model_validate(task["keyboard"]) if task["keyboard"] else None

    async def send(chat_id: int) -> None:
        await bot.send_message(chat_id, task["text"], parse_mode="HTML", reply_markup=keyboard)

    try:
        return await measure(task["count"], _IN_FLIGHT, send)
    finally:
        await session.close()


async def deliver(task: Task) -> dict[str, float]:
    """Send with the bot: pending deliveries are claimed, sent and recorded."""
    from benchmarks.newsroom import build  # noqa: PLC0415
    from bot.app import build_application  # noqa: PLC0415
    from bot.delivery.sender import deliver_pending  # noqa: PLC0415

    services = build(task["database"], task["url"], task["token"])
    app = build_application(services)
    try:
        async with app.bot:
            return await measure_once(deliver_pending(services, app.bot))
    finally:
        await services.database.close()


SENDERS: dict[str, Callable[[Task], Coroutine[Any, Any, dict[str, float]]]] = {
    "mujaz": deliver,
    "ptb-aiohttp": send_over_ptb,
    "ptb-httpx": send_over_ptb_httpx,
    "aiohttp": send_over_aiohttp,
    "aiogram": send_over_aiogram,
}


async def measure(count: int, in_flight: int, send: Callable[[int], Awaitable[None]]) -> dict[str, float]:
    """Send to so many chats, so many at a time."""
    chats = iter(range(_FIRST_CHAT, _FIRST_CHAT + count))

    async def work() -> None:
        for chat_id in chats:
            await send(chat_id)

    async def send_all() -> None:
        await asyncio.gather(*(work() for _ in range(in_flight)))

    return await measure_once(send_all())


async def measure_once(work: Awaitable[None]) -> dict[str, float]:
    """Return the seconds of a call, and those of the processor."""
    began, cpu = time.perf_counter(), time.process_time()
    await work
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(SENDERS[sys.argv[1]](json.load(sys.stdin)))))
