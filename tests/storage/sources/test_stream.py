"""The counts of words that articles are routed by."""

from storage.engine.database import Database
from storage.sources.stream import load_counts, save_counts


async def test_counts_are_empty_at_first_and_then_the_last_saved(database: Database) -> None:
    async with database.begin() as session:
        assert await load_counts(session) == (0, {})
        await save_counts(session, 2, {"كازاخستان": 1})
        await save_counts(session, 5, {"كازاخستان": 2, "احتجاج": 4})
    async with database.begin() as session:
        assert await load_counts(session) == (5, {"كازاخستان": 2, "احتجاج": 4})
