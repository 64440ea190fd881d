"""What goes into the fetcher, and what comes out."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What an operator chooses, and the limits. Times are in seconds, sizes in bytes."""

    user_agent: str = "Mujaz"
    allow_hosts: frozenset[str] = frozenset()  # «host» or «host:port»: one's own servers, wherever they are
    proxy_url: str | None = None
    most_bytes: int = 10 * 1024 * 1024  # of a body, as it comes and decompressed
    most_redirects: int = 5
    at_once: int = 64  # requests of the process: so many slow servers at once delay no other
    connect_s: float = 10.0
    read_s: float = 15.0  # without a byte
    total_s: float = 60.0  # of one request
    distance_s: float = 1.0  # between two requests to one host
    longest_wait_s: float = 120.0  # for the turn of a host that wants a larger distance


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to a request that succeeded."""

    status: int  # 200, or 304 if nothing has changed; everything else is a FetchError
    url: str  # where the answer came from
    moved_to: str | None  # the same, if every redirect on the way is permanent (301, 308)
    body: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    fresh_for: timedelta | None  # by Cache-Control or Expires


class FetchFault(StrEnum):
    """Why there is no answer."""

    GONE = "gone"  # 410
    HTTP_STATUS = "http_status"  # another status than 200 and 304
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"
    HOST_WAITS = "host_waits"  # the host has asked for a pause; nothing was sent
    REFUSED_ADDRESS = "refused_address"  # no address that may be asked; nothing was sent
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    CONNECTION = "connection"
    TLS = "tls"
    UNREADABLE = "unreadable"  # no HTTP, or a body that cannot be decompressed


class FetchError(Exception):
    """There is no answer; the message is one line for the operator, without the address.

    :ivar status: of HTTP, if a server answered.
    :ivar retry_after: for how long the host is not to be asked, if it or its robots.txt says so.
    """

    def __init__(
        self, reason: FetchFault, message: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class RefusedAddressError(OSError):
    """A name leads to an address that may not be connected to.

    It is always raised with the same words. If the addresses of a name fail with other words, aiohttp drops the type.
    """
