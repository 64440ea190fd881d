"""Requests to the Bot API: the interface of python-telegram-bot, over aiohttp.

A request fails in one of three ways, and the error says in which:

* nothing was sent: :class:`NotSent`. There was no connection: no answer from DNS, a refused connection, a failed TLS
  handshake, no free connection in our pool, a proxy that did not connect. Or something on the way refused the request
  in words that are not the Bot API's (see ``answers.py``). The request may be repeated.
* perhaps sent: ``TimedOut`` or ``NetworkError``. The request was written, and no complete answer came: a read time-out,
  a broken connection. An idle connection that the server closed counts, too, if we began to write before we noticed.
  Nobody can tell whether Telegram acted on the request, so nothing repeats it. aiohttp repeats only a GET.
* refused: the server answered. ``BaseRequest`` makes ``BadRequest``, ``Forbidden``, ``RetryAfter`` … of the status and
  the body. Of 5xx it makes a plain ``NetworkError``, as if the request was perhaps sent. That is right: 500 may come
  after the message was accepted, and 502 and 504 come from a proxy that lost the answer.

No message of ours holds an address, because the token is part of the address.
"""

import json
from collections.abc import AsyncIterable, AsyncIterator
from functools import lru_cache
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urlsplit

import httpx
from aiohttp import (
    BytesPayload,
    ClientConnectorError,
    ClientError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from telegram._utils.types import ODVInput  # a type in methods that we override; exported nowhere else
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.telegram.answers import NotSent, check_answer, parse_answer

_DEFAULT = BaseRequest.DEFAULT_NONE
_ALL_DEFAULT = (_DEFAULT,) * 4
_HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
_UNUSED_HEADERS = ("Accept", "Accept-Encoding")  # answers are short: decompressing them takes longer than reading them
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_LONGEST_ANSWER = 5_000_000  # bytes
_LONGEST_FILE = 50_000_000  # bytes; the Bot API gives files of up to 20 MB, a server of one's own larger ones

_Seconds = float | None  # None: no limit


class AiohttpRequest(BaseRequest):
    """Requests to the Bot API over aiohttp; they take a quarter of the processor time of ``HTTPXRequest``.

    :param connections: how many requests may run at a time. A further request waits ``pool_timeout`` for a connection.
    :param proxy: an ``http://`` or ``https://`` proxy, with user and password if the proxy asks for them.
    :param read_timeout: seconds without a byte of the answer. Any time may be None, which means no limit.
    :param write_timeout: seconds for writing a request. A request with files has ``upload_timeout`` for all files.

    :raises ValueError: for another kind of proxy.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        proxy: str | None = None,
        read_timeout: _Seconds = 5.0,
        write_timeout: _Seconds = 5.0,
        connect_timeout: _Seconds = 5.0,
        pool_timeout: _Seconds = 1.0,
        upload_timeout: _Seconds = 60.0,
    ) -> None:
        if proxy is not None and (scheme := urlsplit(proxy).scheme) not in {"http", "https"}:
            raise ValueError(
                f"unsupported proxy: {scheme or 'no scheme'}; use http:// or https://, or HTTP_CLIENT=httpx"
            )
        self._connections = connections
        self._proxy = proxy
        self._times = (pool_timeout, connect_timeout, write_timeout, read_timeout)
        self._upload_timeout = upload_timeout
        self._usual = _limit(*self._times)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> _Seconds:
        """Return the seconds without a byte of the answer after which a request fails, unless it has its own limit."""
        return self._times[3]

    async def initialize(self) -> None:
        """Open the pool of connections; after ``shutdown`` it may be opened again."""
        if self._session is None:
            self._session = ClientSession(
                connector=_Connector(limit=self._connections),
                cookie_jar=DummyCookieJar(),
                headers=_HEADERS,
                skip_auto_headers=_UNUSED_HEADERS,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = _DEFAULT,
        write_timeout: ODVInput[float] = _DEFAULT,
        connect_timeout: ODVInput[float] = _DEFAULT,
        pool_timeout: ODVInput[float] = _DEFAULT,
    ) -> tuple[int, bytes]:
        """Send a request; return status and body of the answer.

        :raises NotSent: if nothing was sent.
        :raises NetworkError: if the request was perhaps sent; ``TimedOut`` is such an error.
        """
        if self._session is None:
            raise NotSent("Nothing was sent: the connections are not open")
        body = None if request_data is None else _make_body(request_data)
        times = (pool_timeout, connect_timeout, write_timeout, read_timeout)
        usual = times == _ALL_DEFAULT and type(body) is BytesPayload
        timeout = self._usual if usual else self._limit(times, body)
        try:
            async with self._session.request(method, url, data=body, timeout=timeout, allow_redirects=False) as answer:
                content = await _receive(answer, _LONGEST_FILE if request_data is None else _LONGEST_ANSWER)
                return answer.status, _check(answer.status, content, is_file=request_data is None)
        # «from None», because the text of aiohttp's error holds the address.
        except TimeoutError:
            raise TimedOut("Perhaps sent: no answer in time") from None
        except (ClientError, OSError) as error:
            raise NetworkError(f"Perhaps sent: {type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer. The method of ``BaseRequest`` writes the whole answer into the log if it fails."""
        return parse_answer(payload)

    def _limit(self, times: tuple[Any, ...], body: BytesPayload | FormData | None) -> ClientTimeout:
        """Return the time-outs of a request: its own, and ours for those that it leaves open."""
        pool, connect, write, read = self._times
        if isinstance(body, FormData):
            write = self._upload_timeout
        ours = (pool, connect, write, read)
        chosen = (own if isinstance(given, type(_DEFAULT)) else given for own, given in zip(ours, times, strict=True))
        # A download may take any time, as long as bytes arrive.
        return _limit(*chosen, endless=body is None)


class CheckedHTTPXRequest(HTTPXRequest):
    """The library's own client, with answers checked and limited as ours are."""

    def __init__(self, connection_pool_size: int, proxy: str | None = None) -> None:
        # Uncompressed, as ours: else a short answer could become a long one.
        options = {"headers": {"Accept-Encoding": "identity"}, "event_hooks": {"response": [_limit_answer]}}
        super().__init__(connection_pool_size, proxy=proxy, httpx_kwargs=options)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *times: Any, **named_times: Any
    ) -> tuple[int, bytes]:
        """Send a request; return status and body of the answer."""
        status, body = await super().do_request(url, method, request_data, *times, **named_times)
        return status, _check(status, body, is_file=request_data is None)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer, and log nothing of it."""
        return parse_answer(payload)


def _check(status: int, body: bytes, *, is_file: bool) -> bytes:
    """Check the answer to a method, or the refusal of a file; a file itself may be anything."""
    return body if is_file and status < HTTPStatus.MULTIPLE_CHOICES else check_answer(status, body)


class _LimitedStream(httpx.AsyncByteStream):
    """The body of an answer; reading it fails if it is longer than so many bytes."""

    def __init__(self, body: AsyncIterable[bytes], at_most: int) -> None:
        self._body = body
        self._at_most = at_most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._body:
            size += len(part)
            if size > self._at_most:
                raise NetworkError(f"Perhaps sent: the answer has more than {self._at_most} bytes")
            yield part

    async def aclose(self) -> None:
        """Close the connection, if it was not read to its end."""
        if isinstance(self._body, httpx.AsyncByteStream):
            await self._body.aclose()


async def _limit_answer(answer: httpx.Response) -> None:
    """Limit an answer before it is read."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise NetworkError("Perhaps sent: the answer is compressed, which it was not to be")
    if isinstance(answer.stream, httpx.AsyncByteStream):
        at_most = _LONGEST_FILE if answer.request.method == "GET" else _LONGEST_ANSWER
        answer.stream = _LimitedStream(answer.stream, at_most)


async def _receive(answer: ClientResponse, at_most: int) -> bytes:
    """Read the body of an answer.

    :raises NetworkError: if it is longer than so many bytes.
    """
    parts, size = [], 0
    async for part in answer.content.iter_any():
        size += len(part)
        if size > at_most:
            answer.close()
            raise NetworkError(f"Perhaps sent: the answer has more than {at_most} bytes")
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


class _Connector(TCPConnector):
    """Raises ``NotSent`` for every error before there is a connection, direct or through a proxy."""

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109 - its own name for it
    ) -> Connection:
        try:
            return await super().connect(req, traces, timeout)
        except TimeoutError:
            raise NotSent("Nothing was sent: no connection in time") from None
        except (ClientError, OSError) as error:
            reason = error.os_error.strerror if isinstance(error, ClientConnectorError) else None
            raise NotSent(f"Nothing was sent: {reason or type(error).__name__}") from None


@lru_cache(maxsize=64)  # making one takes longer than all else that we add to a request
def _limit(
    pool: _Seconds, connect: _Seconds, write: _Seconds, read: _Seconds, *, endless: bool = False
) -> ClientTimeout:
    """Return time-outs as aiohttp counts them: ``connect`` covers the wait for a connection and opening it."""
    before = None if pool is None or connect is None else pool + connect
    total = None if endless or before is None or write is None or read is None else before + write + read
    return ClientTimeout(total=total, connect=before, sock_connect=connect, sock_read=read)


def _make_body(request_data: RequestData) -> BytesPayload | FormData:
    """Return JSON with Arabic letters as they are, or a form in parts if there are files."""
    if not request_data.contains_files:
        # A lone surrogate is sent as it is. Telegram refuses it with an error that names the text; ours could not.
        encoded = _encode(request_data.parameters).encode(errors="surrogatepass")
        return BytesPayload(encoded, content_type="application/json")
    form = FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, _read(content), filename=filename, content_type=kind)
    return form


def _read(content: bytes | IO[bytes]) -> bytes:
    """Read a file completely, at most 50 MB: aiohttp would close the file, and after a 429 it is sent again."""
    if isinstance(content, bytes):
        return content
    content.seek(0)
    return content.read()
