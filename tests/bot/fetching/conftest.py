from collections.abc import AsyncIterator

import pytest

from tests.bot.fetching.menagerie import Menagerie, serving_menagerie


@pytest.fixture
async def menagerie() -> AsyncIterator[Menagerie]:
    """All kinds of sources, served on the loopback."""
    async with serving_menagerie() as served:
        yield served
