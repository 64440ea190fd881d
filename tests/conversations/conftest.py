"""The play that most conversations are: the six articles of the preview's tests, on the morning of 6 January 2022."""

from collections.abc import AsyncIterator

import pytest

from bot.preview.stage import SAMPLES
from tests.conversations.play import Play, on, open_play


@pytest.fixture
async def play(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story begins: two articles have been read, four are to come."""
    async with open_play(sqlite_url) as play:
        yield play


@pytest.fixture
async def late(sqlite_url: str) -> AsyncIterator[Play]:
    """As the story ends: all the sample articles have been read."""
    async with open_play(sqlite_url, SAMPLES, on(14, 9)) as play:
        yield play
