"""The HTTP server on the loopback: the Bot API under ``/bot<token>/<method>``, and actions beside it."""

import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.preview.methods import METHODS, Method
from bot.preview.protocol import ApiError, Fate, Parameters, Upload, as_texts, bad_request, not_found, unauthorized
from bot.preview.state.files import find_file
from bot.preview.state.world import World

HOST = "127.0.0.1"
_NAMES = frozenset({HOST, "localhost"})
_NO_SNIFFING = {"X-Content-Type-Options": "nosniff"}
_MAX_BODY = 52 * 1024 * 1024  # a file may have 50 MB

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_Action = Callable[[web.Request, dict[str, Any]], Awaitable[Any]]


class _HungUpError(Exception):
    """The connection is to be dropped without an answer."""


def bind(port: int) -> socket.socket:
    """Bind a socket on the loopback to ``port``; 0 takes any free one. Raises ``OSError`` if the port is taken."""
    listener = socket.create_server((HOST, port))
    listener.setblocking(False)
    return listener


@asynccontextmanager
async def serving(app: web.Application, listener: socket.socket) -> AsyncIterator[None]:
    """Answer on the socket until the end of the block."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()


def build_app(world: World, token: str) -> web.Application:
    """Build the Bot API for the bot with this token."""
    app = web.Application(middlewares=[_check_host], client_max_size=_MAX_BODY)

    async def call(request: web.Request) -> web.StreamResponse:
        try:
            method = _find_method(world, token, request)
            result = await _call(world, method, request)
        except ApiError as error:
            return _answer(error.as_json(), error.code)
        except _HungUpError:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()  # nobody gets it
        return _answer({"ok": True, "result": result}, 200)

    async def send_file(request: web.Request) -> web.StreamResponse:
        try:
            _check_token(token, request)
            if (file := find_file(world, request.match_info["path"])) is None:
                raise not_found()
        except ApiError as error:
            return _answer(error.as_json(), error.code)
        return web.Response(body=file.data, content_type="application/octet-stream", headers=_NO_SNIFFING)

    app.router.add_route("*", "/bot{token}/{method}", call)
    app.router.add_get("/file/bot{token}/{path:.+}", send_file)
    return app


def acting(action: _Action) -> _Handler:
    """Make a handler of an action: it takes JSON from our own origin only, which a page elsewhere cannot send."""

    async def act(request: web.Request) -> web.Response:
        origin = request.headers.get("Origin")
        if request.content_type != "application/json" or origin not in {None, f"http://{request.host}"}:
            raise web.HTTPForbidden(text="only requests from this page are accepted")
        try:
            result = await action(request, json.loads(await request.text() or "{}"))
        except (ApiError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(result)

    return act


def _check_token(token: str, request: web.Request) -> None:
    given = request.match_info["token"]
    if ":" not in given:
        raise not_found()
    if given != token:
        raise unauthorized()


def _find_method(world: World, token: str, request: web.Request) -> Method:
    _check_token(token, request)
    name = request.match_info["method"].lower()
    method = METHODS.get(name)
    if method is None or name in world.missing or request.method not in {"GET", "POST"}:
        raise not_found()
    return method


async def _call(world: World, method: Method, request: web.Request) -> Any:
    """Call a method, unless a fault meets the request."""
    fate = await world.accidents.meet(request.match_info["method"])
    if fate is Fate.UNREAD:
        raise _HungUpError
    parameters = await _read_parameters(request)
    if fate is Fate.UNPROCESSED:
        raise _HungUpError
    for words in parameters.list_texts():
        world.accidents.check(words)
    result = await method(world, parameters)
    if fate is Fate.UNANSWERED:
        raise _HungUpError
    return result


async def _read_parameters(request: web.Request) -> Parameters:
    """Read parameters from the query and from the body: JSON, a form, or a form in parts."""
    values = {name: str(value) for name, value in request.query.items()}
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _read_json(await request.read())
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else value.decode()
    return Parameters(values, files)


def _read_json(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body.decode() or "{}")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (ValueError, RecursionError):
        raise bad_request("can't parse request body JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("request body must be a JSON object")
    return as_texts(given)


def _answer(body: dict[str, Any], status: int) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


@web.middleware
async def _check_host(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Refuse requests to other names than this machine's: a page elsewhere may have a name that leads here."""
    if (request.url.host or "") not in _NAMES:
        raise web.HTTPForbidden(text="only requests to 127.0.0.1 and localhost are answered")
    return await handler(request)
