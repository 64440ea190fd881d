"""What operators write as the address of a source → the address under which it is kept. Pure but for folders."""

import re
from pathlib import Path

from bot.sources.values import FOLDER, SourceError
from briefings.reading.addresses import make_canonical

CHANNEL = "channel"

_NAME = r"([A-Za-z]\w{3,31})"  # of a public channel, as Telegram allows it
_CHANNEL = re.compile(rf"@{_NAME}|(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?{_NAME}/?(?:\?.*)?", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PATH = re.compile(r"~|/|\.\.?(?:/|$)|[A-Za-z]:[\\/]")


def parse_address(written: str) -> tuple[str, str | None]:
    """Return the address of a source in its canonical form, and its kind as far as the address says it.

    A channel may be written as ``@name`` or ``t.me/name``, a folder as a path that begins with «/», «.» or «~». An
    address may lack ``https://``.

    :raises SourceError: if it is no address, or no folder.
    """
    written = written.strip()
    if channel := _CHANNEL.fullmatch(written):
        return f"https://t.me/s/{(channel[1] or channel[2]).lower()}", CHANNEL
    if written.startswith("file://") or _PATH.match(written):
        return str(_find_folder(written.removeprefix("file://"))), FOLDER
    scheme = _SCHEME.match(written)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise SourceError(f"{written}: only http and https addresses, channels and folders are read")
    address = make_canonical(written if scheme else f"https://{written}")
    if address is None or (not scheme and "." not in address.partition("://")[2].partition("/")[0]):
        raise SourceError(f"{written}: is no address; write https://example.org, @channel or /path/of/a/folder")
    return address, None


def _find_folder(written: str) -> Path:
    try:
        folder = Path(written).expanduser().resolve()
        if folder.is_dir():
            return folder
    except (OSError, RuntimeError, ValueError) as error:  # no such home, a NUL in the name
        raise SourceError(f"{written}: cannot be opened: {error}") from error
    raise SourceError(f"{written}: is no folder")
