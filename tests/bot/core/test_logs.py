"""No log shows the token."""

import io
import logging
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from bot.core.logs import RedactingFormatter, configure_logging, secrets_of

TOKEN = SecretStr("42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what a logger with our formatter writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(secrets_of(TOKEN)))
    logger = logging.getLogger("bot.test")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def test_neither_in_messages_nor_arguments_nor_tracebacks(log: io.StringIO) -> None:
    secret = TOKEN.get_secret_value()
    url = f"https://api.telegram.org/bot{secret}/sendMessage"
    logger = logging.getLogger("bot.test")
    logger.error("GET %s failed for %r", url, {"token": secret})
    error = RuntimeError(f"{secret.partition(':')[2]} alone")
    error.__cause__ = httpx.ConnectError(f"no route to {url}")
    logger.error("Polling broke", exc_info=error)
    written = log.getvalue()
    assert "no route to https://api.telegram.org/bot[secret]/sendMessage" in written
    assert "[secret] alone" in written
    assert "AAEhBOweik6" not in written


@pytest.mark.usefixtures("own_logging")
def test_the_client_that_logs_addresses_is_silenced() -> None:
    configure_logging("DEBUG", secrets_of(TOKEN))
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert [type(handler.formatter) for handler in logging.getLogger().handlers] == [RedactingFormatter]
