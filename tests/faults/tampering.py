"""A server whose answers are changed on their way: by a proxy, a filter, or a server that is broken."""

import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.core.clock import system_clock
from bot.preview.http.server import HOST, bind, build_app, serving
from bot.preview.protocol.profile import BOT_ID
from bot.preview.state.world import World
from tests.faults.telegram import Telegram

Change = Callable[[str, Any], "web.Response | Any"]
"""Takes the method and its result; returns another result, or a whole answer. A refusal has the result None."""


@dataclass
class Tampering:
    """What happens to answers from now on, and how many requests there were of each method."""

    change: Change | None = None
    refuse: Callable[[str], web.Response | None] | None = None  # before the request is handled
    asked: Counter[str] = field(default_factory=Counter)


@asynccontextmanager
async def open_tampered() -> AsyncIterator[tuple[Telegram, Tampering]]:
    """Serve on a free port of the loopback."""
    world, tampering = World(system_clock), Tampering()
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    app, listener = build_app(world, token), bind(0)
    app.middlewares.append(_tamper(tampering))
    async with serving(app, listener):
        yield Telegram(f"http://{HOST}:{listener.getsockname()[1]}", token, world), tampering


def refuse(status: int, description: str = "x", **parameters: Any) -> web.Response:
    """Return a refusal in the form of the Bot API."""
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


def _tamper(tampering: Tampering) -> Any:
    @web.middleware
    async def tamper(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        tampering.asked[method] += 1
        if tampering.refuse and (refusal := tampering.refuse(method)) is not None:
            return refusal
        response = await handler(request)
        if not tampering.change or response.status != 200 or not isinstance(response, web.Response):
            return response
        result = tampering.change(method, json.loads(response.text or "{}").get("result"))
        if isinstance(result, web.Response):
            return result
        return web.json_response({"ok": True, "result": result})

    return tamper
