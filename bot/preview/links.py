"""Which addresses Telegram takes for a link."""

from urllib.parse import urlsplit

_WEB = frozenset({"http", "https"})
_OWN = frozenset({"tg", "ton"})


def check_link(address: str) -> str | None:
    """The address as Telegram keeps it; None where it drops the link: other schemes, hosts without a dot."""
    address = address.strip()
    scheme, colon, _ = address.partition("://")
    if not colon:
        address, scheme = f"http://{address}", "http"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme = scheme.lower()
    if scheme in _OWN:
        return address
    host = parts.hostname or ""
    if scheme not in _WEB or any(c.isspace() for c in address) or not all(host.split(".")) or "." not in host:
        return None
    user, at, _ = parts.netloc.rpartition("@")
    netloc = user + at + (host if port is None else f"{host}:{port}")
    rest = "".join((f"?{parts.query}" if parts.query else "", f"#{parts.fragment}" if parts.fragment else ""))
    return f"{scheme}://{netloc}{parts.path or '/'}{rest}"
