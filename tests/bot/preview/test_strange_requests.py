"""Requests that nobody should send are refused as wrong, and are no failure of the server."""

from typing import Any

import httpx
import pytest

from bot.core.clock import system_clock
from bot.preview.http.control import add_control
from bot.preview.http.server import HOST, bind, build_app, serving
from bot.preview.state.world import World

DEEP = "[" * 100_000


async def post(path: str, body: str) -> int:
    """Post a body to the server; return the status."""
    world = World(system_clock)
    app, listener = build_app(world, "1:token"), bind(0)
    add_control(app, world)
    address = f"http://{HOST}:{listener.getsockname()[1]}{path}"
    async with serving(app, listener), httpx.AsyncClient() as client:
        return (await client.post(address, content=body, headers={"Content-Type": "application/json"})).status_code


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/bot1:token/sendMessage", DEEP),
        ("/bot1:token/sendMessage", '{"chat_id": 1, "text": "x", "reply_parameters": "' + DEEP + '"}'),
        ("/bot1:token/sendMessage", '{"chat_id": 1, "text": "x", "reply_parameters": {"message_id": {}}}'),
        ("/bot1:token/sendMessage", '{"chat_id": 1, "text": "x", "reply_markup": "' + DEEP + '"}'),
        ("/control/people", DEEP),
        ("/control/people", '{"count": -1}'),
        ("/control/people", '{"count": 0}'),
        ("/control/people", '{"count": 1e12}'),
        ("/control/people", '{"count": []}'),
        ("/control/people", "[]"),
        ("/control/faults", "5"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_it_is_refused(path: str, body: Any) -> None:
    assert await post(path, body) == 400
