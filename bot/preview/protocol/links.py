"""Addresses that Telegram accepts as links."""

import re

_WEB = frozenset({"http", "https"})
_OWN = frozenset({"tg", "ton"})
_SPACES = " \t\n\r\0\v"  # as in TDLib, where «\xa0» is no space
_BLANK = re.compile(r"[\x00-\x20]")
_ADDRESS = re.compile(r"(?:(?P<scheme>[^:]+)://)?(?P<place>[^/?#]*)(?P<rest>.*)", re.DOTALL)
# Before the path, other ASCII characters are refused; «:» may stand only in the name of a user.
_WRITTEN = r"[\w.\-!$,~*'();&+={}]|[^\x00-\x7f]|%[0-9a-fA-F]{{2}}"
_PLACE = re.compile(
    rf"(?:(?P<user>(?:{_WRITTEN.format(':')})*)@)?"
    rf"(?P<host>(?:{_WRITTEN.format('')})+)"
    r"(?::(?P<port>[0-9]+))?"
)
_LAST_PORT = 65_535


def check_link(address: str) -> str | None:
    """Return an address as Telegram stores it; None if Telegram drops it: other schemes, hosts without a dot.

    The rules are those of TDLib's parser. What follows the host is kept as it is written.
    """
    parts = _ADDRESS.fullmatch(address)
    if not parts:
        return None
    scheme = (parts["scheme"] or "http").lower()
    if scheme in _OWN:
        return address
    place = _PLACE.fullmatch(parts["place"])
    if scheme not in _WEB or not place or "." not in place["host"] or place["host"] == ".":
        return None
    port = int(place["port"]) if place["port"] else None
    if port is not None and not 0 < port <= _LAST_PORT:
        return None
    user = f"{place['user']}@" if place["user"] else ""
    host = place["host"].lower() if port is None else f"{place['host'].lower()}:{port}"
    rest = _BLANK.sub(lambda blank: f"%{ord(blank[0]):02X}", parts["rest"].rstrip(_SPACES))
    return f"{scheme}://{user}{host}{rest if rest.startswith('/') else f'/{rest}'}"
