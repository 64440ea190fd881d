"""The fetcher: asks for an address, politely and safely, and says in one line why there is no answer."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientResponse
from aiohttp.abc import AbstractResolver

from bot.fetching import robots
from bot.fetching.bodies import read_body
from bot.fetching.connections import Connections
from bot.fetching.failures import describe_status, explain
from bot.fetching.headers import keep_header, read_freshness, read_retry_after
from bot.fetching.pace import Pace
from bot.fetching.targets import IsAllowed, Target, find_target, is_public, join_address
from bot.fetching.values import Answer, FetchError, FetchFault, FetchSettings

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_PAUSE = timedelta(minutes=1)  # after a 429 that names no time


class Fetcher:
    """The HTTP client of the process for what strangers publish.

    Between ``async with`` and its end it may be asked by any number of tasks. It keeps no cookies, and it logs nothing.
    What it remembers of hosts (paces, pauses, robots.txt) lasts as long as the object.

    :param clock: returns the time; a date in ``Retry-After`` counts from it if the answer has no date.
    :param resolver: looks names up; without it, the system does.
    :param is_allowed: whether an address may be connected to; one's own servers are not asked about.
    """

    def __init__(
        self,
        settings: FetchSettings,
        clock: Callable[[], datetime],
        *,
        resolver: AbstractResolver | None = None,
        is_allowed: IsAllowed = is_public,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._is_allowed = is_allowed
        self._pace = Pace(settings.longest_wait_s)
        self._robots = robots.Robots()
        self._slots = asyncio.Semaphore(settings.at_once)
        self._connections: Connections | None = None

    async def __aenter__(self) -> Self:
        self._connections = Connections(self._settings, self._is_allowed, self._resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connections, self._connections = self._connections, None
        if connections is not None:
            await connections.close()

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """Ask for an address; follow redirects, each of which is checked as the address itself is.

        :param etag: of the answer that is known. If nothing has changed since, the status is 304, without a body.
        :param last_modified: likewise.
        :raises FetchError: if there is no answer. It never holds anything of an answer but its status.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return await self._follow(url, {name: value for name, value in known.items() if value})

    async def _follow(self, url: str, headers: Mapping[str, str], *, for_robots: bool = False) -> Answer:
        """Follow an address to its answer; a robots.txt is asked for without asking another one."""
        is_permanent = True
        for hop in range(self._settings.most_redirects + 1):
            target = find_target(url, self._settings.allow_hosts, self._is_allowed)
            delay = 0.0 if for_robots or target.is_own else await self._check_robots(target)
            found = await self._ask(target, headers, delay, for_robots=for_robots)
            if isinstance(found, Answer):
                return replace(found, moved_to=found.url if hop and is_permanent else None)
            status, location = found
            url = join_address(target, location)
            is_permanent = is_permanent and status in _PERMANENT
        raise FetchError(
            FetchFault.TOO_MANY_REDIRECTS, f"more than {self._settings.most_redirects} redirects", status=status
        )

    async def _check_robots(self, target: Target) -> float:
        """Check that the site allows an address; return the seconds between two requests that it asks for."""
        rules = await self._robots.find_rules(target.origin, partial(self._follow, headers={}, for_robots=True))
        rules.check(str(target.url))
        return rules.delay

    async def _ask(
        self, target: Target, headers: Mapping[str, str], delay: float, *, for_robots: bool
    ) -> Answer | tuple[int, str]:
        """Send one request when its turn has come; return its answer, or the status and place of a redirect."""
        if self._connections is None:
            raise FetchError(FetchFault.CONNECTION, "the fetcher is closed")
        session = self._connections.session_for(is_own=target.is_own)
        async with AsyncExitStack() as stack:
            if target.is_own:
                self._pace.check(target.host)  # one's own server sets its pace itself
            else:
                distance = max(self._settings.distance_s, delay)
                await stack.enter_async_context(self._pace.turn(target.host, distance))
            await stack.enter_async_context(self._slots)
            try:
                async with (
                    asyncio.timeout(self._settings.total_s),
                    session.get(target.url, headers=headers, allow_redirects=False) as answer,
                ):
                    return await self._receive(answer, target, headers, for_robots=for_robots)
            except TimeoutError:
                raise FetchError(FetchFault.TOO_SLOW, "there is no whole answer in time") from None
            except (ClientError, OSError, ValueError) as error:
                raise explain(error) from None

    async def _receive(
        self, answer: ClientResponse, target: Target, headers: Mapping[str, str], *, for_robots: bool
    ) -> Answer | tuple[int, str]:
        status = answer.status
        if status in _REDIRECTS and (location := answer.headers.get("Location")):
            return status, location
        if status != HTTPStatus.OK and not (status == HTTPStatus.NOT_MODIFIED and headers):
            raise self._refuse(answer, target)
        body = b""
        if status == HTTPStatus.OK:
            most = robots.MOST_BYTES if for_robots else self._settings.most_bytes
            body = await read_body(answer, most, cut=for_robots)
        return Answer(
            status=status,
            url=str(target.url),
            moved_to=None,
            body=body,
            content_type=keep_header(answer.headers, "Content-Type"),
            etag=keep_header(answer.headers, "ETag"),
            last_modified=keep_header(answer.headers, "Last-Modified"),
            fresh_for=read_freshness(answer.headers),
        )

    def _refuse(self, answer: ClientResponse, target: Target) -> FetchError:
        """Return the error for a status that is none of success; leave the host alone if it asks for that."""
        status = answer.status
        pause = read_retry_after(answer.headers, self._clock())
        if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and pause):
            pause = pause or _PAUSE
            self._pace.close(target.host, pause)
        reason = FetchFault.GONE if status == HTTPStatus.GONE else FetchFault.HTTP_STATUS
        return FetchError(reason, f"the server answers {describe_status(status)}", status=status, retry_after=pause)
