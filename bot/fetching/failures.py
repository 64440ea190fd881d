"""Failures of the connection, in words for the operator: the library's own hold addresses and pieces of answers."""

from http import HTTPStatus

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientPayloadError,
    ClientProxyConnectionError,
    ClientResponseError,
    ClientSSLError,
)

from bot.fetching.values import FetchError, FetchFault, RefusedAddressError

_KINDS: tuple[tuple[type[Exception], FetchFault, str], ...] = (  # the first that fits counts
    (
        ClientConnectorCertificateError,
        FetchFault.TLS,
        "there is no safe connection: the host's certificate is not valid",
    ),
    (ClientSSLError, FetchFault.TLS, "there is no safe connection: TLS with the host fails"),
    (ClientConnectorDNSError, FetchFault.CONNECTION, "the name of the host cannot be resolved"),
    (ClientProxyConnectionError, FetchFault.CONNECTION, "there is no connection to the proxy"),
    (ClientConnectorError, FetchFault.CONNECTION, "there is no connection to the host"),
    (ClientPayloadError, FetchFault.CONNECTION, "the answer breaks off"),
    (ClientResponseError, FetchFault.UNREADABLE, "the answer is no HTTP"),
)


def explain(error: Exception) -> FetchError:
    """Return an error of the connection as one of ours."""
    if isinstance(error, ClientConnectorError) and isinstance(error.os_error, RefusedAddressError):
        return FetchError(FetchFault.REFUSED_ADDRESS, "the address is not asked: its host is not public")
    for kind, fault, words in _KINDS:
        if isinstance(error, kind):
            reason = error.os_error.strerror if type(error) is ClientConnectorError else None
            return FetchError(fault, f"{words}: {reason[:100]}" if reason else words)
    return FetchError(FetchFault.CONNECTION, "the connection to the host breaks off")


def describe_status(status: int) -> str:
    """Return a status with its name, if it has one.

    >>> describe_status(404), describe_status(799)
    ('404 Not Found', '799')
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
