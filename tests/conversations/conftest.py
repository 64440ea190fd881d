"""The play that most conversations are: the five articles of the preview's tests, on the morning of 6 January 2022."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.preview.replay import ZONE
from bot.preview.run import SAMPLES
from tests.conversations.play import Play, open_play


@pytest.fixture
async def play(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story begins: one article has been read, four are to come."""
    async with open_play(sqlite_url) as play:
        yield play


@pytest.fixture
async def late(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story ends: all the sample articles have been read."""
    async with open_play(sqlite_url, SAMPLES, datetime(2022, 1, 14, 9, tzinfo=ZONE)) as play:
        yield play
