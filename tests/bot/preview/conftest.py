"""The preview with which every test here starts."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.preview.stage import Stage
from tests.bot.preview.stage import open_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Start the local server with its page, without the bot."""
    async with open_stage() as stage:
        yield stage


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Bot]:
    """Make a bot of python-telegram-bot that talks to the server."""
    token, url = stage.token.get_secret_value(), stage.url
    async with Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot
