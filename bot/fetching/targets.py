"""Which addresses may be asked. An address is read once, by the library that sends the request."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

from yarl import URL

from bot.fetching.values import FetchError, FetchFault

Address = IPv4Address | IPv6Address
IsAllowed = Callable[[Address], bool]
"""Says whether an address may be connected to."""

# https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and what is reserved for later. Not by
# ``is_global`` of the library: it calls NAT64, 6to4 and multicast global.
_IPV4 = [
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# Public addresses are given out of this block alone (https://www.iana.org/assignments/ipv6-unicast-address-assignments):
# mapped and compatible IPv4, NAT64, local and multicast addresses lie outside.
_IPV6_GIVEN_OUT = ip_network("2000::/3")
# Inside of it: Teredo and other protocols, documentation, 6to4, documentation.
_IPV6 = [ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
_LONGEST = 2_048  # letters


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, as far as its letters tell."""

    url: URL
    is_own: bool  # a server of the operator's own

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        return f"{self.url.scheme}://{self.host}"

    @property
    def host(self) -> str:
        """Host and port: what one pace is for."""
        return f"{(self.url.raw_host or '').lower()}:{self.url.port}"


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, and leads to no other one inside of it."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _IPV4)
    return address.scope_id is None and address in _IPV6_GIVEN_OUT and not any(address in block for block in _IPV6)


def find_target(url: str, allow_hosts: Collection[str], is_allowed: IsAllowed = is_public) -> Target:
    """Return an address as one that may be asked.

    Names are not looked up here: to what a name leads is checked where the connection is made.

    :param allow_hosts: hosts, or hosts with ports, that may be asked wherever they are.
    :raises FetchError: if it is no http(s) address, has credentials, or names a host that is none or not public.
    """
    try:
        found = URL(url) if len(url) <= _LONGEST else URL()
        host, port = (found.raw_host or "").lower().rstrip("."), found.port
    except ValueError:
        raise _refuse("it is no address") from None
    if found.scheme not in {"http", "https"} or not host or port == 0:
        raise _refuse("it is no http(s) address")
    if found.raw_user is not None or found.raw_password is not None:
        raise _refuse("it has a user or a password in it")
    is_own = host in allow_hosts or f"{host}:{port}" in allow_hosts
    if not is_own:
        _check_host(host, is_allowed)
    return Target(found.with_fragment(None), is_own)


def _check_host(host: str, is_allowed: IsAllowed) -> None:
    """Refuse hosts that are addresses of their own, and not public ones; a proxy would connect to them unasked."""
    try:
        address = ip_address(host)
    except ValueError:
        # «2130706433», «0x7f.1» and «127.1» are 127.0.0.1 to most systems, and «localhost» is it everywhere.
        if ":" in host or "%" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
            raise _refuse("its host is no name") from None
        if host == "localhost" or host.endswith(".localhost"):
            raise _refuse("its host is this machine") from None
        return
    if not is_allowed(address):
        raise _refuse("its host is not public")


def join_address(target: Target, location: str) -> str:
    """Return to where a redirect leads. It is not checked yet.

    :raises FetchError: if it is no address.
    """
    try:
        return urljoin(str(target.url), location)
    except ValueError:
        raise _refuse("it is no address") from None


def show_address(url: str) -> str:
    """Return an address as a log may show it: without credentials, and without the values of its query."""
    try:
        found = URL(url)
        bare = found.with_user(None).with_fragment(None) if found.host else found
        return str(bare.with_query(None)) + ("?…" if found.raw_query_string else "")
    except ValueError:
        return "(no address)"


def _refuse(reason: str) -> FetchError:
    return FetchError(FetchFault.REFUSED_ADDRESS, f"the address is not asked: {reason}")
