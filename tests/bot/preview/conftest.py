"""The preview as every test here starts with it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.preview.run import Stage
from tests.bot.preview.stage import open_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The local server with its page, without the bot."""
    async with open_stage() as stage:
        yield stage


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot that speaks to it."""
    async with Bot(stage.token.get_secret_value(), base_url=f"{stage.url}/bot") as bot:
        yield bot
