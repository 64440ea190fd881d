"""Requests over aiohttp, against servers that misbehave: the outcome of each request is known exactly."""

import asyncio
import gzip
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaDocument
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.telegram.answers import NotSent
from bot.telegram.http import AiohttpRequest, CheckedHTTPXRequest

TOKEN = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's
SENT = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "text": "خبر"}

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter
Script = Callable[[Reader, Writer], Awaitable[None]]


@asynccontextmanager
async def serving(script: Script) -> AsyncIterator[str]:
    """Start a server that treats every connection by a script; return its host and port."""

    async def serve(reader: Reader, writer: Writer) -> None:
        try:
            await script(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def calling(address: str, client: type[BaseRequest] = AiohttpRequest, **options: Any) -> AsyncIterator[Bot]:
    """Make a bot for that address, which does not call getMe first."""
    request = CheckedHTTPXRequest(1) if client is CheckedHTTPXRequest else client(**options)
    await request.initialize()
    base = address if "://" in address else f"http://{address}"
    try:
        yield Bot(TOKEN, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot", request=request)
    finally:
        await request.shutdown()


async def read_request(reader: Reader) -> tuple[str, bytes]:
    """Read the head and the body of a request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next((int(line[15:]) for line in head.lower().splitlines() if line.startswith("content-length:")), 0)
    return head, await reader.readexactly(length)


def answer(body: Any, status: str = "200 OK", **headers: str) -> bytes:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def ok(result: Any = SENT) -> bytes:
    return answer({"ok": True, "result": result})


async def fail(address: str, client: type[BaseRequest] = AiohttpRequest, **options: Any) -> TelegramError:
    """Send a message there; return the error, which never shows the token."""
    async with calling(address, client, **options) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(7, "خبر")
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert TOKEN.partition(":")[2] not in shown
    assert "\n" not in str(caught.value)
    return caught.value


async def hang(reader: Reader, _: Writer) -> None:
    await reader.read()


# Nothing was sent


async def test_a_refused_connection_sent_nothing() -> None:
    async with serving(hang) as address:
        pass
    assert type(await fail(address)) is NotSent


async def test_a_name_that_nobody_knows_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: Any, **__: Any) -> Any:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", unknown)
    error = await fail("https://api.telegram.invalid")
    assert (type(error), str(error)) == (NotSent, "Nothing was sent: Name or service not known")


async def test_tls_that_does_not_come_about_sent_nothing() -> None:
    async def speak_something_else(reader: Reader, writer: Writer) -> None:
        await reader.read(10)
        writer.write(b"220 ready\r\n")

    async with serving(speak_something_else) as address:
        assert type(await fail(f"https://{address}")) is NotSent
    async with serving(hang) as address:
        assert type(await fail(f"https://{address}", connect_timeout=0.05)) is NotSent


async def test_no_free_connection_sent_nothing() -> None:
    requests = []

    async def keep(reader: Reader, writer: Writer) -> None:
        requests.append(await read_request(reader))
        await reader.read()

    async with (
        serving(keep) as address,
        calling(address, connections=1, pool_timeout=0.03, connect_timeout=0.03, read_timeout=0.3) as bot,
    ):
        first = asyncio.create_task(bot.send_message(7, "خبر"))
        await asyncio.sleep(0.02)
        with pytest.raises(NotSent):
            await bot.send_message(7, "خبر")
        with pytest.raises(TimedOut):
            await first
    assert len(requests) == 1


async def test_a_proxy_that_does_not_connect_sent_nothing() -> None:
    async def refuse(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(answer(b"", "407 Proxy Authentication Required"))

    async def vanish(reader: Reader, _: Writer) -> None:
        await read_request(reader)

    for script in (refuse, vanish):
        async with serving(script) as proxy:
            assert type(await fail("https://127.0.0.1:9", proxy=f"http://user:secret@{proxy}")) is NotSent
    assert type(await fail("http://127.0.0.1:9", proxy=f"http://user:secret@{proxy}")) is NotSent


async def test_closed_connections_sent_nothing() -> None:
    request = AiohttpRequest()
    with pytest.raises(NotSent):
        await request.post("http://127.0.0.1:9/")
    await request.shutdown()


# Perhaps sent


async def test_no_answer_in_time_is_perhaps_sent() -> None:
    async with serving(hang) as address:
        assert type(await fail(address, read_timeout=0.05)) is TimedOut


async def test_an_answer_that_trickles_for_ever_ends() -> None:
    async def trickle(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not reader.at_eof():
            writer.write(b"x")
            await asyncio.sleep(0.02)

    times: dict[str, Any] = dict.fromkeys(("pool_timeout", "connect_timeout", "write_timeout"), 0.05)
    async with serving(trickle) as address:
        assert type(await fail(address, read_timeout=0.1, **times)) is TimedOut


async def test_a_connection_that_breaks_is_perhaps_sent() -> None:
    async def drop(reader: Reader, writer: Writer) -> None:
        await read_request(reader)

    async def reset(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.transport.abort()

    async def cut_short(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(ok()[:-5])

    async def talk_nonsense(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(b"nonsense\r\n\r\n")

    for script in (drop, reset, cut_short, talk_nonsense):
        async with serving(script) as address:
            assert type(await fail(address)) is NetworkError


async def test_a_connection_that_was_kept_and_breaks_is_perhaps_sent_and_nothing_is_repeated() -> None:
    requests = []

    async def answer_once(reader: Reader, writer: Writer) -> None:
        requests.append(await read_request(reader))
        writer.write(ok())
        requests.append(await read_request(reader))

    async with serving(answer_once) as address, calling(address) as bot:
        await bot.send_message(7, "خبر")
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, "خبر")
    assert type(caught.value) is NetworkError
    assert len(requests) == 2


async def test_a_connection_that_was_closed_while_idle_is_not_used_again() -> None:
    async def answer_and_close(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(ok())

    async with serving(answer_and_close) as address, calling(address) as bot:
        for _ in range(3):
            assert (await bot.send_message(7, "خبر")).message_id == 1
            await asyncio.sleep(0.01)


# Refused


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("400 Bad Request", {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        ("403 Forbidden", {"ok": False, "description": "Forbidden: bot was blocked by the user"}, Forbidden),
        ("429 Too Many Requests", {"ok": False, "description": "x", "parameters": {"retry_after": 3}}, RetryAfter),
        (
            "400 Bad Request",
            {"ok": False, "description": "x", "parameters": {"migrate_to_chat_id": -1001}},
            ChatMigrated,
        ),
        ("500 Internal Server Error", {"ok": False, "description": "Internal Server Error"}, NetworkError),
        ("502 Bad Gateway", b"<html>", NetworkError),
        ("302 Found", b"", NotSent),
        ("403 Forbidden", b"<html>not for you</html>", NotSent),
        ("404 Not Found", b'{"error": "no such page"}', NotSent),
        ("401 Unauthorized", b"[" * 100_000, NotSent),
    ],
)
async def test_what_is_refused_says_why(status: str, body: Any, kind: type[TelegramError]) -> None:
    async def refuse(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(answer(body, status, Location="/elsewhere"))

    async with serving(refuse) as address:
        assert type(await fail(address)) is kind


# What is sent, and how


async def test_parameters_go_as_json_with_arabic_as_it_is() -> None:
    requests = []

    async def keep(reader: Reader, writer: Writer) -> None:
        requests.append(await read_request(reader))
        writer.write(ok())

    markup = InlineKeyboardMarkup([[InlineKeyboardButton("المصادر", callback_data="s:1")]])
    async with serving(keep) as address, calling(address) as bot:
        sent = await bot.send_message(7, "خبر \ud800", reply_markup=markup, disable_notification=True)
    assert sent.text == "خبر"
    head, body = requests[0]
    assert head.startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1")
    assert "application/json" in head
    assert json.loads(body.decode(errors="surrogatepass")) == {
        "chat_id": 7,
        "text": "خبر \ud800",
        "disable_notification": True,
        "reply_markup": markup.to_dict(),
    }
    assert "خبر".encode() in body


async def test_the_times_of_a_request_are_its_own_where_it_says_so() -> None:
    async with serving(hang) as address, calling(address, read_timeout=30) as bot:
        async with asyncio.timeout(5):
            with pytest.raises(TimedOut):
                await bot.send_message(7, "خبر", read_timeout=0.05)
    async with serving(hang) as address, calling(address, read_timeout=0.05) as bot:
        assert bot.request.read_timeout == 0.05
        waiting = asyncio.create_task(bot.send_message(7, "خبر", read_timeout=None))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        waiting.cancel()


async def test_through_a_proxy() -> None:
    heads = []

    async def pass_on(reader: Reader, writer: Writer) -> None:
        heads.append((await read_request(reader))[0])
        writer.write(ok())

    async with serving(pass_on) as proxy, calling("example.invalid", proxy=f"http://user:pw@{proxy}") as bot:
        await bot.send_message(7, "خبر")
    assert heads[0].startswith(f"POST http://example.invalid/bot{TOKEN}/sendMessage")
    assert "Proxy-Authorization: Basic" in heads[0]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "127.0.0.1:3128"])
def test_another_kind_of_proxy_is_refused_in_one_line(proxy: str) -> None:
    with pytest.raises(ValueError, match="HTTP_CLIENT=httpx"):
        AiohttpRequest(proxy=proxy)


@asynccontextmanager
async def taking_files() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """Start a server that stores uploads; return its address and the forms."""
    forms: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        posted = await request.post()
        forms.append(
            {
                name: (value.filename, value.content_type, value.file.read())
                if isinstance(value, web.FileField)
                else value
                for name, value in posted.items()
            }
        )
        result = [SENT] if request.path.endswith("sendMediaGroup") else SENT
        return web.json_response({"ok": True, "result": result})

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}", forms
    finally:
        await runner.cleanup()


async def test_files_are_uploaded_and_may_be_uploaded_again(tmp_path: Path) -> None:
    path = tmp_path / "موجز «1».txt"
    path.write_bytes(b"on disk " * 50_000)
    async with taking_files() as (address, forms), calling(address) as bot:
        await bot.send_document(7, b"bytes", caption="خبر", filename="card.png")
        with path.open("rb") as file:
            # What was refused with 429 is tried again with the same file.
            document = InputFile(file, read_file_handle=False)
            for _ in range(2):
                await bot.send_document(7, document)
        await bot.send_media_group(7, [InputMediaDocument(b"one", filename="a"), InputMediaDocument(b"two")])
    assert forms[0]["document"] == ("card.png", "image/png", b"bytes")
    assert (forms[0]["chat_id"], forms[0]["caption"]) == ("7", "خبر")
    assert forms[1]["document"] == forms[2]["document"] == (path.name, "text/plain", b"on disk " * 50_000)
    media = [each["media"].removeprefix("attach://") for each in json.loads(forms[3]["media"])]
    assert [forms[3][name][2] for name in media] == [b"one", b"two"]


async def test_a_file_is_fetched() -> None:
    async def give(reader: Reader, writer: Writer) -> None:
        head, _ = await read_request(reader)
        assert head.startswith(f"GET /file/bot{TOKEN}/photos/1.png")
        writer.write(answer(b"\x89PNG" * 1000))

    async with serving(give) as address, calling(address) as bot:
        url = f"http://{address}/file/bot{TOKEN}/photos/1.png"
        assert await bot.request.retrieve(url) == b"\x89PNG" * 1000


async def test_it_opens_again_after_it_was_closed() -> None:
    async def serve(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(ok(True))

    async with serving(serve) as address:
        request = AiohttpRequest()
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(f"http://{address}/") is True
            await request.shutdown()
            await request.shutdown()


@pytest.mark.parametrize("client", [AiohttpRequest, CheckedHTTPXRequest])
async def test_an_answer_without_end_is_not_read_to_the_end(client: type[BaseRequest]) -> None:
    written = 0

    async def pour(reader: Reader, writer: Writer) -> None:
        nonlocal written
        await read_request(reader)
        writer.write(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"ok":true,"result":"')
        with suppress(ConnectionError):
            while written < 200_000_000:
                writer.write(b"x" * 100_000)
                written += 100_000
                await writer.drain()

    async with serving(pour) as address:
        error = await fail(address, client)
    assert str(error) == "Perhaps sent: the answer has more than 5000000 bytes"
    assert written < 50_000_000


async def test_the_other_client_reads_answers_and_files_and_refuses_what_it_could_not_limit() -> None:
    bomb = answer(gzip.compress(b"x" * 6_000_000), **{"Content-Encoding": "gzip"})

    async def serve(reader: Reader, writer: Writer) -> None:
        head, _ = await read_request(reader)
        assert "accept-encoding: identity" in head.lower()
        writer.write(answer(b"f" * 6_000_000) if head.startswith("GET") else ok())
        await writer.drain()

    async def refuse(reader: Reader, writer: Writer) -> None:
        await read_request(reader)
        writer.write(bomb)
        await writer.drain()

    async with serving(serve) as address, calling(address, CheckedHTTPXRequest) as bot:
        assert (await bot.send_message(7, "خبر")).message_id == 1
        assert len(await bot.request.retrieve(f"http://{address}/file")) == 6_000_000
    async with serving(refuse) as address:
        error = await fail(address, CheckedHTTPXRequest)
    assert str(error) == "Perhaps sent: the answer is compressed, which it was not to be"
