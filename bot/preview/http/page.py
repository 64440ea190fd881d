"""The chat page: its files, the stream of events, and the actions of people on it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.preview.http.actions import add_user_actions, chat_of
from bot.preview.http.server import acting
from bot.preview.protocol import Kind, MemberStatus
from bot.preview.replay import Replay
from bot.preview.state.groups import add_sample_channel, add_sample_group
from bot.preview.state.world import World

_STATIC = Path(__file__).parent / "static"
_FONTS = Path(str(resources.files("fontpkg_ibm_plex_sans_arabic").joinpath("files")))
_FILES = {
    "/": _STATIC / "index.html",
    **{f"/static/{path.name}": path for path in sorted(_STATIC.iterdir())},
    **{f"/fonts/{weight}.ttf": _FONTS / f"IBMPlexSansArabic-{weight}.ttf" for weight in ("Regular", "Medium", "Bold")},
}
_BACKLOG = 1000  # events; a page that lags further behind gets the whole state again
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
    app.router.add_get("/documents/{file_id}", page.send_document)
    app.router.add_get("/events", page.stream)
    add_user_actions(app, world)
    app.router.add_post("/people", acting(page.add_person))
    app.router.add_post("/groups", acting(page.add_group))
    app.router.add_post("/channels", acting(page.add_channel))
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
        for queue in tuple(self.streams):
            if queue.full():
                _end(queue)
            else:
                queue.put_nowait(event)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send events as server-sent events: first the whole state, then every change."""
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
        chats = [self.world.show_chat(chat) for chat in self.world.chats.values()]
        return {"kind": "all", "bot": self.world.profile.show(), "chats": chats, "clock": self.replay.show()}

    async def send_photo(self, request: web.Request) -> web.Response:
        """Send a picture of a message."""
        photo = self.world.photos.get(request.match_info["file_id"])
        if photo is None:
            raise web.HTTPNotFound
        return web.Response(body=photo.data, content_type=photo.kind, headers=_HEADERS)

    async def send_document(self, request: web.Request) -> web.Response:
        """Send a file of a message to be saved: the browser never shows or runs it."""
        document = self.world.documents.get(request.match_info["file_id"])
        if document is None:
            raise web.HTTPNotFound
        headers = _HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.name, safe='')}"}
        return web.Response(body=document.data, content_type="application/octet-stream", headers=headers)

    async def add_person(self, _: web.Request, __: dict[str, Any]) -> Any:
        return {"chat": self.world.add_person().id}

    async def add_group(self, _: web.Request, __: dict[str, Any]) -> Any:
        return {"chat": add_sample_group(self.world).id}

    async def add_channel(self, _: web.Request, __: dict[str, Any]) -> Any:
        return {"chat": add_sample_channel(self.world).id}

    async def block(self, request: web.Request, given: dict[str, Any]) -> Any:
        """Block the bot or let it write again; throw it out of a group or channel, or take it back."""
        chat = self.world.find_chat(chat_of(request))
        back = MemberStatus.ADMINISTRATOR if chat.kind is Kind.CHANNEL else MemberStatus.MEMBER
        creator = next(iter(chat.members), None)
        self.world.set_status(chat.id, MemberStatus.KICKED if given["blocked"] else back, by=creator)
        return {}

    async def move_clock(self, _: web.Request, given: dict[str, Any]) -> Any:
        await self.replay.move(str(given["to"]))
        return self.replay.show()


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
