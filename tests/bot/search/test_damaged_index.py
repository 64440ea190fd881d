"""A damaged search index stops no digest, and is made anew."""

from sqlalchemy import text

from bot.core.container import Services
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from tests.bot.delivery.test_jobs import more
from tests.bot.fakes import Mornings, Reader
from tests.bot.news import publish


async def damage(services: Services) -> None:
    """Damage what the engine derives from the documents."""
    async with services.database.begin() as session:
        if services.database.is_sqlite:
            await session.execute(text("UPDATE search_index_data SET block = x'00ff00ff' WHERE id > 1"))
            await session.execute(text("DELETE FROM search_index_data WHERE id = 10"))
        else:
            await session.execute(text("UPDATE search_states SET made_by = 'x'"))
            await session.execute(text("ALTER TABLE search_documents ADD CONSTRAINT damaged CHECK (id < 0) NOT VALID"))


async def test_digests_go_out_and_the_search_works_again(
    app: App, reader: Reader, services: Services, mornings: Mornings
) -> None:
    await publish(services)
    await run_tick(services, app.bot)
    await reader.say("/start")
    await damage(services)
    await publish(services, more("الأول"))
    [digest] = await mornings.at(11, 8)
    assert "خبر الأول." in digest
    if services.database.is_sqlite:
        await mornings.at(11, 8, 1)
        [found] = await reader.say("بحث الأول")
        assert "خبر" in found.text
        async with services.database.begin() as session:
            await session.execute(text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
