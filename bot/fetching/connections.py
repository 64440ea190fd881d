"""Connections to public addresses, and to those alone: each is checked at the moment when it is connected to."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching.targets import IsAllowed
from bot.fetching.values import FetchSettings, RefusedAddressError

_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/html, */*;q=0.5"


class ThreadResolver(AbstractResolver):
    """Looks names up in threads of its own: a name server that is silent keeps no other work of the process waiting."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name.

        :raises OSError: if it has none.
        """
        found = await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, where in found
        ]

    async def close(self) -> None:
        """Give up the look-ups that have not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Connections:
    """Two sessions: one for the internet, which connects to allowed addresses alone, and one for one's own servers.

    If there is a proxy, the first one connects to the proxy, and looks up no name.
    """

    def __init__(self, settings: FetchSettings, is_allowed: IsAllowed, resolver: AbstractResolver | None) -> None:
        def open_socket(info: Any) -> socket.socket:
            """Open a socket for an address; this is the last moment before it is connected to."""
            if not is_allowed(ip_address(str(info[4][0]))):
                raise RefusedAddressError("not public")
            return socket.socket(family=info[0], type=info[1], proto=info[2])

        self._resolver = resolver or ThreadResolver(settings.at_once)
        self._public = self._open(settings, None if settings.proxy_url else open_socket, settings.proxy_url)
        self._own = self._open(settings, None, None)

    def _open(self, settings: FetchSettings, socket_factory: Any, proxy: str | None) -> ClientSession:
        return ClientSession(
            connector=TCPConnector(
                resolver=self._resolver, limit=settings.at_once, ttl_dns_cache=60, socket_factory=socket_factory
            ),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
            timeout=ClientTimeout(total=settings.total_s, sock_connect=settings.connect_s, sock_read=settings.read_s),
            auto_decompress=False,
            proxy=proxy,
        )

    def session_for(self, *, is_own: bool) -> ClientSession:
        """Return the session for the internet, or that for one's own servers."""
        return self._own if is_own else self._public

    async def close(self) -> None:
        """Close all connections."""
        await self._public.close()
        await self._own.close()
        await self._resolver.close()
