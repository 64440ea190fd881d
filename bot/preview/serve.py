"""The local Bot API server with its control, without a bot: ``python -m bot.preview.serve [--port N]``.

A bot in another process reaches it by ``TELEGRAM_API_URL`` and ``TELEGRAM_BOT_TOKEN``. The first line of output is
JSON: ``{"url": …, "token": …}``. The server runs until SIGTERM or SIGINT.
"""

import asyncio
import gc
import json
import secrets
from contextlib import suppress

import typer

from bot.core.clock import system_clock
from bot.core.signals import wait_for_signal
from bot.preview.http.control import add_control
from bot.preview.http.server import HOST, bind, build_app, serving
from bot.preview.protocol import BOT_ID
from bot.preview.state.world import World


async def serve(port: int) -> None:
    """Answer on the port until the process gets a signal."""
    world = World(system_clock)
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    app = build_app(world, token)
    add_control(app, world)
    listener = bind(port)
    async with serving(app, listener):
        typer.echo(json.dumps({"url": f"http://{HOST}:{listener.getsockname()[1]}", "token": token}))
        await wait_for_signal()


def main(port: int = 0) -> None:
    """Serve the Bot API on the loopback, on any free port unless one is named."""
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(port))


if __name__ == "__main__":
    gc.freeze()  # imported modules stay in memory; the collector would take 0.1 s for them each time
    typer.run(main)
