"""Sources as they are met: good, broken, huge, slow, endless, hostile; served on the loopback, at any host *.example.

``Menagerie.url("rss")`` is the address of one. ``GOOD`` are answered, of ``BAD`` each has the fault in which it ends.
"""

import asyncio
import gzip
import json
import socket
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching.fetcher import Fetcher
from bot.fetching.targets import Address, is_public
from bot.fetching.values import FetchFault, FetchSettings
from tests.briefings.reading.documents import HTML, LINES, item, page, rss

NOW = datetime(2022, 1, 7, 9, tzinfo=UTC)
CHANGED = "Thu, 06 Jan 2022 12:00:00 GMT"
ETAG = '"mina-1"'
_ENTITIES = "<!DOCTYPE rss [" + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]>"
_DATED = "<pubDate>Thu, 06 Jan 2022 14:30:00 +0300</pubDate>"
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة الميناء</title><entry><id>mina-1</id><title>ضباب</title>'
    '<link href="/news/1"/><updated>2022-01-06T14:30:00+03:00</updated>'
    f'<content type="html"><![CDATA[{HTML}]]></content></entry></feed>'
)
_JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صحيفة الميناء",
        "items": [{"id": "1", "url": "/news/1", "content_html": HTML, "date_published": "2022-01-06T14:30:00+03:00"}],
    }
)
_SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://mina.example/news/1</loc><news:news>'
    "<news:publication><news:name>صحيفة الميناء</news:name><news:language>ar</news:language></news:publication>"
    "<news:publication_date>2022-01-06</news:publication_date><news:title>ضباب</news:title></news:news></url></urlset>"
)
_CHANNEL = (
    '<html><body><div class="tgme_channel_info_header_title"><span>الميناء</span></div>'
    '<section class="tgme_channel_history"><div class="tgme_widget_message" data-post="mina/1">'
    f'<div class="tgme_widget_message_text">{LINES[0]}</div><a class="tgme_widget_message_date" '
    'href="https://t.me/mina/1"><time datetime="2022-01-06T11:30:00+00:00">14:30</time></a></div></section>'
    "</body></html>"
)
_TEASER = (
    "<title>ضباب في المرفأ</title><link>/news/1?utm_source=rss</link>"
    f"<guid isPermaLink='false'>mina-1</guid>{_DATED}<description>{LINES[0]} …</description>"
)

_Body = tuple[str, bytes, dict[str, str]]  # content type, body, further headers
_XML = "application/rss+xml; charset=utf-8"

GOOD: dict[str, _Body] = {
    "rss": (_XML, rss(item(1, _DATED), item(2, _DATED)).encode(), {"Cache-Control": "max-age=900"}),
    "atom": ("application/atom+xml", _ATOM.encode(), {}),
    "json-feed": ("application/feed+json", _JSON.encode(), {}),
    "sitemap": ("application/xml", _SITEMAP.encode(), {}),
    "news/1": (
        "text/html; charset=utf-8",
        page(HTML, '<meta property="article:published_time" content="2022-01-06T14:30:00+03:00">').encode(),
        {},
    ),
    "front": (
        "text/html; charset=utf-8",
        page("<p>الأخبار</p>", '<link rel="alternate" type="application/rss+xml" href="/rss">').encode(),
        {},
    ),
    "s/mina": ("text/html; charset=utf-8", _CHANNEL.encode(), {}),
    "teaser": (_XML, rss(_TEASER).encode(), {}),
    "windows-1256": ("application/rss+xml; charset=windows-1256", rss(item(1, _DATED)).encode("cp1256"), {}),
    "windows-1256-unsaid": ("application/rss+xml", rss(item(1, _DATED)).encode("cp1256"), {}),
    "windows-1256-denied": (_XML, rss(item(1, _DATED)).encode("cp1256"), {}),
    "utf-8-denied": ("text/xml; charset=windows-1256", rss(item(1, _DATED)).encode(), {}),
    "undated": (_XML, rss(item(1), item(2)).encode(), {}),
    "arabic-dates": (_XML, rss(item(1, "<pubDate>الخميس، ٦ يناير ٢٠٢٢ - ١٤:٣٠</pubDate>")).encode(), {}),
    "one-broken": (_XML, rss(item(1), "<title>أ & ب<link>", item(2)).encode(), {}),
    "gzip": (_XML, gzip.compress(rss(item(1)).encode()), {"Content-Encoding": "gzip"}),
    "gzip-twice": (
        _XML,
        gzip.compress(rss(item(1)).encode()[:500]) + gzip.compress(rss(item(1)).encode()[500:]) + b"\0\0",
        {"Content-Encoding": "gzip"},
    ),
    "deflate": (_XML, zlib.compress(rss(item(1)).encode()), {"Content-Encoding": "deflate"}),
    "raw-deflate": (_XML, zlib.compress(rss(item(1)).encode(), wbits=-15), {"Content-Encoding": "deflate"}),
    "broken": (_XML, b"<rss><channel><<<item", {}),
    "entity-bomb": (_XML, (_ENTITIES + rss("<title>&a9;</title>")).encode(), {}),
    "empty": (_XML, b"", {}),
    "الأخبار": (_XML, rss(item(1)).encode(), {}),
}
_BOMB = gzip.compress(b"\0" * 64 * 1024 * 1024, 9)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _huge(request: web.Request) -> web.StreamResponse:
    """Announce 11 MiB, and send them."""
    response = web.StreamResponse(headers={"Content-Type": _XML, "Content-Length": str(11 * 1024 * 1024)})
    await response.prepare(request)
    for _ in range(11 * 16):
        await response.write(b" " * 64 * 1024)
    return response


async def _endless(request: web.Request) -> web.StreamResponse:
    """Send a feed that never ends, as fast as it is read."""
    response = web.StreamResponse(headers={"Content-Type": _XML})
    await response.prepare(request)
    while True:
        await response.write(b"<item><title>x</title></item>" * 2_000)


async def _dripping(request: web.Request) -> web.StreamResponse:
    """Send a byte every now and then, for ever: no read takes long, and the whole never ends."""
    response = web.StreamResponse(headers={"Content-Type": _XML})
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


async def _silent(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def _breaking_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": _XML, "Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"<rss>")
    if request.transport:
        request.transport.abort()
    return response


async def _no_http(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.write(b"SSH-2.0-OpenSSH_9.6\r\n" * 10)
    await asyncio.sleep(0.2)
    return await _breaking_off(request)


async def _conditional(request: web.Request) -> web.StreamResponse:
    """Answer 304 to whoever knows the ETag, or the date."""
    known = request.headers.get("If-None-Match") == ETAG or request.headers.get("If-Modified-Since") == CHANGED
    if known:
        return web.Response(status=304, headers={"ETag": ETAG})
    content_type, body, _ = GOOD["rss"]
    return web.Response(body=body, headers={"Content-Type": content_type, "ETag": ETAG, "Last-Modified": CHANGED})


def _answer(status: int, **headers: str) -> _Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return answer


def _send(body: _Body) -> _Handler:
    async def send(_: web.Request) -> web.StreamResponse:
        content_type, data, headers = body
        return web.Response(body=data, headers={"Content-Type": content_type, **headers})

    return send


BAD: dict[str, tuple[_Handler, FetchFault]] = {
    "huge": (_huge, FetchFault.TOO_LARGE),
    "endless": (_endless, FetchFault.TOO_LARGE),
    "gzip-bomb": (_send((_XML, _BOMB, {"Content-Encoding": "gzip"})), FetchFault.TOO_LARGE),
    "gzip-broken": (_send((_XML, _BOMB[:40], {"Content-Encoding": "gzip"})), FetchFault.UNREADABLE),
    "gzip-none": (_send((_XML, b"<rss/>", {"Content-Encoding": "gzip"})), FetchFault.UNREADABLE),
    "brotli": (_send((_XML, b"\x0b\x02\x80", {"Content-Encoding": "br"})), FetchFault.UNREADABLE),
    "dripping": (_dripping, FetchFault.TOO_SLOW),
    "silent": (_silent, FetchFault.TOO_SLOW),
    "breaking-off": (_breaking_off, FetchFault.CONNECTION),
    "inward": (_answer(302, Location="http://169.254.169.254/latest/meta-data"), FetchFault.REFUSED_ADDRESS),
    "inward-name": (_answer(302, Location="http://inside.example/rss"), FetchFault.REFUSED_ADDRESS),
    "to-a-file": (_answer(302, Location="file:///etc/passwd"), FetchFault.REFUSED_ADDRESS),
    "to-credentials": (_answer(302, Location="http://user:secret@mina.example/rss"), FetchFault.REFUSED_ADDRESS),
    "to-nonsense": (_answer(302, Location="http://[::1"), FetchFault.REFUSED_ADDRESS),
    "no-http": (_no_http, FetchFault.UNREADABLE),
    "long-header": (_answer(200, X_Long="x" * 20_000), FetchFault.UNREADABLE),
    "loop": (_answer(302, Location="/loop"), FetchFault.TOO_MANY_REDIRECTS),
    "nowhere": (_answer(302), FetchFault.HTTP_STATUS),
    "too-many": (_answer(429, Retry_After="120"), FetchFault.HTTP_STATUS),
    "too-many-until": (
        _answer(429, Retry_After="Fri, 07 Jan 2022 09:05:00 GMT", Date="Fri, 07 Jan 2022 09:00:00 GMT"),
        FetchFault.HTTP_STATUS,
    ),
    "gone": (_answer(410), FetchFault.GONE),
    "missing": (_answer(404), FetchFault.HTTP_STATUS),
    "failing": (_answer(500), FetchFault.HTTP_STATUS),
    "never-known": (_answer(304), FetchFault.HTTP_STATUS),
}
REDIRECTS = {
    "moved": (301, "/rss"),
    "moved-twice": (308, "/moved"),
    "elsewhere": (302, "/rss"),
    "moved-elsewhere": (301, "/elsewhere"),
    "moved-in-arabic": (301, "/الأخبار?ص=١"),
}
# By host; other hosts have none.
ROBOTS: dict[str, tuple[int, str]] = {
    "forbidding.example": (
        200,
        "User-agent: *\nDisallow: /private\n\nUser-agent: mujaz\nDisallow: /rss\nDisallow: /*?",
    ),
    "unhurried.example": (200, "User-agent: *\nCrawl-delay: 0.4\n"),
    "eternal.example": (200, "User-agent: *\nCrawl-delay: 86400\n"),
    "sick.example": (503, ""),
    "secretive.example": (403, ""),
    "talkative.example": (200, "User-agent: *\nDisallow: /rss\n" + "Disallow: /no-such-page\n" * 100_000),
}


class Names(AbstractResolver):
    """A name server. Names of ``*.example`` lead here; «inside» is not public, «turning» changes its mind."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - aiohttp's interface
    ) -> list[ResolveResult]:
        """Return the addresses of a name, and count that it was asked for."""
        self.asked[host] += 1
        found = {"inside.example": ["10.0.0.1", "fd00::1"], "mixed.example": ["10.0.0.1", "127.0.0.1"]}
        addresses = found.get(host, ["127.0.0.1"])
        if host == "turning.example" and self.asked[host] > 1:
            addresses = ["127.0.0.2"]
        if not host.endswith(".example"):
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for each in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


class Menagerie:
    """The server: where it is, and what it was asked."""

    def __init__(self) -> None:
        self.names = Names()
        self.port = 0
        self.asked: list[tuple[str, str]] = []  # host and path, in order
        self.headers: dict[str, str] = {}  # of the last request
        self.answering = 0  # requests that are being answered
        self.most_at_once = 0

    def url(self, name: str, host: str = "mina.example") -> str:
        """Return the address of a source of the menagerie."""
        return f"http://{host}:{self.port}/{quote(name, safe='/?=')}"

    def count(self, name: str, host: str = "mina.example") -> int:
        """Return how often a source was asked for."""
        return self.asked.count((host, f"/{name}"))

    @asynccontextmanager
    async def open_fetcher(self, **settings: Any) -> AsyncIterator[Fetcher]:
        """Open a fetcher that takes the server for a public one, and need not be as patient as the real one."""
        chosen = FetchSettings(**{"distance_s": 0.0, "total_s": 2.0, "read_s": 1.0, **settings})
        fetcher = Fetcher(chosen, lambda: NOW, resolver=self.names, is_allowed=is_here_or_public)
        async with fetcher:
            yield fetcher

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer any request."""
        host, name = request.url.host or "", request.path.removeprefix("/")
        self.asked.append((host, request.path))
        self.headers = dict(request.headers)
        self.answering += 1
        self.most_at_once = max(self.most_at_once, self.answering)
        try:
            return await self._find(host, name)(request)
        finally:
            self.answering -= 1

    def _find(self, host: str, name: str) -> _Handler:
        if name == "robots.txt":
            status, text = ROBOTS.get(host, (404, ""))
            return _send_text(status, text)
        if name == "conditional":
            return _conditional
        if name in REDIRECTS:
            status, location = REDIRECTS[name]
            return _answer(status, Location=location)
        if name in BAD:
            return BAD[name][0]
        return _send(GOOD[name]) if name in GOOD else _answer(404)


def is_here_or_public(address: Address) -> bool:
    """Return whether an address is the server's, or public."""
    return address == ip_address("127.0.0.1") or is_public(address)


def _send_text(status: int, text: str) -> _Handler:
    async def send(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text)

    return send


@asynccontextmanager
async def serving_menagerie() -> AsyncIterator[Menagerie]:
    """Serve the menagerie on a free port of the loopback."""
    menagerie = Menagerie()
    application = web.Application()
    application.router.add_route("*", "/{name:.*}", menagerie.serve)
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    menagerie.port = runner.addresses[0][1]
    try:
        yield menagerie
    finally:
        await runner.cleanup()
