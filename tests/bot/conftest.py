"""The bot of a test: real handlers, real storage, a fake Telegram, a clock to move."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.app import build_application, build_visit_tools
from bot.composing.compose import make_compose
from bot.core.container import Services
from bot.core.settings import Settings
from bot.handlers.context import App
from bot.telegram.rate_limiter import Limiter, Rates
from briefings.extraction.analyse import read_here
from briefings.story import load_story
from storage.engine.database import Database
from tests.bot.fakes import Clock, FakeTelegram, Mornings, Reader


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Whatever is logged where during the test, it is as before at its end."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def clock() -> Clock:
    """The evening of 10 January 2022 in Riyadh (18:00)."""
    return Clock(datetime(2022, 1, 10, 15, tzinfo=UTC))


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    token = SecretStr("42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc")
    settings = Settings(_env_file=None, telegram_bot_token=token, admin_ids="7")  # type: ignore[call-arg, arg-type]  # of pydantic-settings
    # Without rates, and on the test's clock: whoever waits moves it.
    limiter = Limiter(Rates(0, 0, 0), clock=lambda: clock().timestamp(), sleep=clock.sleep)
    return Services(
        settings,
        load_story("kazakhstan-2022"),
        database,
        clock,
        make_compose(read_here),
        build_visit_tools(settings, clock),
        limiter,
    )


@pytest.fixture
async def app(services: Services, telegram: FakeTelegram) -> AsyncIterator[App]:
    app = build_application(services, telegram)
    async with app:
        yield app


@pytest.fixture
def mornings(app: App, telegram: FakeTelegram, clock: Clock) -> Mornings:
    return Mornings(app, telegram, clock)


@pytest.fixture
def reader(app: App, telegram: FakeTelegram) -> Reader:
    return Reader(app, telegram)
