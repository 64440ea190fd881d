"""Logging: one line per event on stderr, and never the token."""

import logging

from pydantic import SecretStr

# httpx and httpcore write every request's address, token included; the others a line for everything that is well.
_TALKATIVE = ("httpx", "httpcore", "apscheduler", "alembic")


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of the finished line: out of messages, arguments, tracebacks, whoever logged them.

    A filter sees a record before its arguments and traceback become text; a formatter sees everything.
    """

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """The text without the secrets."""
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return text


def secrets_of(token: SecretStr | None) -> tuple[str, ...]:
    """What must not be seen: the token, and its second half, should it stand alone."""
    if token is None:
        return ()
    value = token.get_secret_value()
    return (value, value.partition(":")[2])


def configure_logging(level: str, token: SecretStr | None) -> None:
    """Send all logs to stderr, redacted."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets_of(token)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A digest may go out for an hour; that the minute's tick is left out meanwhile is as it should be.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
