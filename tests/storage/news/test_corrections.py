"""Corrections are planned for all who were told a text, also for those who are being told it at that moment."""

import asyncio

import pytest
from sqlalchemy import select

from storage.engine.database import Database
from storage.model.values import DeliveryKind, Edition, Subscriber
from storage.news.corrections import retract
from storage.news.updates import save_updates
from storage.outbox.deliveries import record_answer, save_edition
from storage.schema.outbox import DeliveryRow
from tests.factories import NOW, STORY, make_subscriber, make_update


@pytest.fixture
async def asked(database: Database) -> tuple[Subscriber, Edition]:
    """Return a reader, and an answer with the only update, which is on its way to them."""
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("a")], NOW)
        reader = await make_subscriber(session, 1)
        edition = await save_edition(
            session, STORY, text="خبر", rich=None, keyboard=None, shows=(1,), offers_up_to=None, now=NOW
        )
    return reader, edition


async def list_corrected(database: Database) -> list[tuple[int, int | None]]:
    """List who gets a correction, each with the message that it answers."""
    columns = select(DeliveryRow.subscriber_id, DeliveryRow.reply_to)
    async with database.begin() as session:
        rows = await session.execute(columns.where(DeliveryRow.kind == DeliveryKind.CORRECTION))
        return [(reader, message) for reader, message in rows]


async def take_back(database: Database, pause: float = 0) -> int:
    async with database.begin() as session:
        planned = await retract(session, STORY, 1, NOW)
        await asyncio.sleep(pause)
        return planned


async def test_an_answer_that_is_being_recorded_is_waited_for(
    database: Database, asked: tuple[Subscriber, Edition]
) -> None:
    reader, edition = asked
    async with database.begin() as session:
        await record_answer(session, STORY, reader, edition, 10, NOW)
        taking_back = asyncio.create_task(take_back(database))
        await asyncio.sleep(0.3)
        assert not taking_back.done()
    assert await taking_back == 1
    assert await list_corrected(database) == [(reader.id, 10)]


async def test_an_answer_that_is_recorded_during_a_retraction_comes_after_it(
    database: Database, asked: tuple[Subscriber, Edition]
) -> None:
    reader, edition = asked
    taking_back = asyncio.create_task(take_back(database, 0.3))
    await asyncio.sleep(0.1)
    async with database.begin() as session:
        await record_answer(session, STORY, reader, edition, 10, NOW)
    assert await taking_back == 0
    assert await list_corrected(database) == [(reader.id, 10)]
