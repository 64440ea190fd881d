"""Logging: one line per event on stderr, without the token and other credentials."""

import logging
import re
from urllib.parse import unquote

from pydantic import SecretStr

# httpx and httpcore log the address of every request, with the token. The others log every success.
_TALKATIVE = ("httpx", "httpcore", "alembic")
_SILENT = ("trafilatura",)  # it logs addresses, and pieces of the pages in which it finds nothing

_CREDENTIALS = re.compile(r"[a-z0-9+.]+://([^/]*)@", re.IGNORECASE)


class RedactingFormatter(logging.Formatter):
    """Removes secrets from the finished line: from messages, arguments and tracebacks of any logger.

    A filter sees a record before its arguments and traceback become text. A formatter sees all of it.
    """

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """Replace the secrets in a text."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return text


def secrets_of(token: SecretStr | None) -> tuple[str, ...]:
    """Return what no log may show: the token, and the second half of the token by itself."""
    if token is None:
        return ()
    value = token.get_secret_value()
    return (value, value.partition(":")[2])


def secrets_in(url: str | None) -> tuple[str, ...]:
    """Return the credentials in a URL, as they are written and as they are meant.

    >>> secrets_in("http://ali:p%40ss@proxy:3128"), secrets_in("http://proxy:3128")
    (('ali:p%40ss', 'p%40ss', 'p@ss'), ())
    """
    found = _CREDENTIALS.match(url or "")
    if found is None:
        return ()
    password = found[1].partition(":")[2]
    return tuple(dict.fromkeys(each for each in (found[1], password, unquote(password)) if each))


def configure_logging(level: str, secrets: tuple[str, ...]) -> None:
    """Send all logs to stderr, without these secrets."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # It warns each minute of a tick that takes longer than a minute.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
