"""The canonical form of an address: two addresses of one page should be the same letters."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from. Only such as no site needs to find the page: a list of a library takes
# «id», «ref» and «source» away, too. Sources: the manuals of Google Analytics, Meta, Microsoft Advertising, Mailchimp,
# Yandex Metrica, AT Internet and HubSpot.
_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|link\w*|format|custom\d|bbc_team)|mc_[ce]id|_?hs(?:enc|mi|_email)|ga_\w+|_g[al]"
    r"|(?:fb|g|dc|yc|ms|ttc|tw)lid|(?:fb|g|dc|y|tt|tw|li_fat_)clid|gclsrc|g?w?braid|gbraid|msclkid|igsh(?:id)?|xtor|ocid"
    r"|_openstat|ns_(?:mchannel|source|campaign|linkname)|cmpid|wt\.(?:mc_id|z\w*)|ref_src|ref_url|fb_action_\w+",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_NO_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]+")
_LONGEST = 2_048  # letters; what is longer, no browser has always opened


def make_canonical(address: str, base: str | None = None) -> str | None:
    """Return an http(s) address in its canonical form; None if it is no such address.

    Dropped are credentials, the fragment, the port that is the scheme's own, and parameters that only track readers.
    What is not ASCII is escaped.

    :param base: the address of the page on which a relative address stands.

    >>> make_canonical("HTTPS://Example.org:443/خبر?id=7&utm_source=rss#top")
    'https://example.org/%D8%AE%D8%A8%D8%B1?id=7'
    """
    try:
        parts = urlsplit(urljoin(base or "", _NO_SPACES.sub("", address)))
        host, port = _spell_host(parts.hostname or ""), parts.port
    except ValueError:  # a port that is none, brackets without end
        return None
    if parts.scheme not in _PORTS or not host:
        return None
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    kept = [each for each in parts.query.split("&") if each and not _TRACKING.fullmatch(each.partition("=")[0])]
    canonical = urlunsplit((parts.scheme, host, _escape(parts.path) or "/", _escape("&".join(kept)), ""))
    return canonical if len(canonical) <= _LONGEST else None


def _spell_host(host: str) -> str:
    """Return a host in small ASCII letters.

    :raises ValueError: if it is no name that can be looked up.
    """
    if ":" in host:
        return f"[{host.lower()}]"
    if host.startswith(".") or ".." in host:
        raise ValueError("a label of the name is empty")
    return host.lower() if host.isascii() else host.encode("idna").decode()


def _escape(part: str) -> str:
    quoted = quote(part, safe="%/:@!$&'()*+,;=~-._?")
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quoted)
