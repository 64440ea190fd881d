"""The chat page: its files, the stream of what happens, and what the people on it do."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.preview.chats import Kind, Standing
from bot.preview.parameters import MAX_TEXT
from bot.preview.replay import Replay
from bot.preview.server import acting
from bot.preview.world import World

_STATIC = Path(__file__).parent / "static"
_FONTS = Path(str(resources.files("fontpkg_ibm_plex_sans_arabic").joinpath("files")))
_FILES = {
    "/": _STATIC / "index.html",
    **{f"/static/{path.name}": path for path in sorted(_STATIC.iterdir())},
    **{f"/fonts/{weight}.ttf": _FONTS / f"IBMPlexSansArabic-{weight}.ttf" for weight in ("Regular", "Medium", "Bold")},
}
_BACKLOG = 1000  # events that a page may lag behind; then it is told everything anew
_HEARTBEAT = 15.0  # seconds

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_page(app: web.Application, world: World, replay: Replay) -> None:
    """Add the page to the server."""
    page = _Page(world, replay)
    for path, file in _FILES.items():
        app.router.add_get(path, _file_sender(file))
    app.router.add_get("/photos/{file_id}", page.send_photo)
    app.router.add_get("/events", page.stream)
    app.router.add_post("/people", acting(page.add_person))
    app.router.add_post("/chats/{chat}/text", acting(page.say))
    app.router.add_post("/chats/{chat}/press", acting(page.press))
    app.router.add_post("/chats/{chat}/block", acting(page.block))
    app.router.add_post("/clock", acting(page.move_clock))
    app.on_shutdown.append(page.close)


class _Page:
    def __init__(self, world: World, replay: Replay) -> None:
        self.world = world
        self.replay = replay
        self.streams: set[asyncio.Queue[dict[str, Any] | None]] = set()
        world.listeners.add(self._publish)

    async def close(self, _: web.Application) -> None:
        """End the open streams, so that the server can stop."""
        for queue in tuple(self.streams):
            _end(queue)

    def _publish(self, event: dict[str, Any]) -> None:
        chat = event.get("chat")
        if (chat["id"] if isinstance(chat, dict) else chat or 0) < 0:
            return  # the page shows people, not groups
        for queue in tuple(self.streams):
            if queue.full():
                _end(queue)
            else:
                queue.put_nowait(event)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first all there is, then what happens."""
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(_BACKLOG)
        self.streams.add(queue)
        try:
            await _write(response, self._snapshot())
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b":\n\n")
                    continue
                if event is None:
                    break
                await _write(response, event)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self.streams.discard(queue)
        return response

    def _snapshot(self) -> dict[str, Any]:
        chats = [self.world.show_chat(chat) for chat in self.world.chats.values() if chat.kind is Kind.PRIVATE]
        return {"kind": "all", "bot": self.world.profile.show(), "chats": chats, "clock": self.replay.show()}

    async def send_photo(self, request: web.Request) -> web.Response:
        """A picture that the bot sent."""
        photo = self.world.photos.get(request.match_info["file_id"])
        if photo is None:
            raise web.HTTPNotFound
        kind = "image/png" if photo.data.startswith(b"\x89PNG") else "image/jpeg"
        return web.Response(body=photo.data, content_type=kind, headers=_HEADERS)

    async def add_person(self, _: web.Request, __: dict[str, Any]) -> Any:
        return {"chat": self.world.add_person().id}

    async def say(self, request: web.Request, given: dict[str, Any]) -> Any:
        message = self.world.say(_chat_id(request), str(given["text"])[:MAX_TEXT])
        return {"message": message.id}

    async def press(self, request: web.Request, given: dict[str, Any]) -> Any:
        place = (int(given["message"]), int(given["row"]), int(given["column"]))
        return {"query": self.world.press(_chat_id(request), *place)}

    async def block(self, request: web.Request, given: dict[str, Any]) -> Any:
        self.world.set_standing(_chat_id(request), Standing.KICKED if given["blocked"] else Standing.MEMBER)
        return {}

    async def move_clock(self, _: web.Request, given: dict[str, Any]) -> Any:
        await self.replay.move(str(given["to"]))
        return self.replay.show()


def _chat_id(request: web.Request) -> int:
    return int(request.match_info["chat"])


def _end(queue: asyncio.Queue[dict[str, Any] | None]) -> None:
    while queue.full():
        queue.get_nowait()
    queue.put_nowait(None)


def _file_sender(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def send(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers=_HEADERS)

    return send


async def _write(response: web.StreamResponse, event: dict[str, Any]) -> None:
    await response.write(b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n")
