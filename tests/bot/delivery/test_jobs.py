"""Digests: at the hour, once on a local date, never the same news twice, none without news."""

import asyncio
from datetime import UTC, datetime

from bot.core.container import Services
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from briefings.model import TopicUpdate
from tests.bot.fakes import Clock, FakeTelegram, Mornings, Reader
from tests.bot.news import UPDATES, day, publish
from tests.factories import make_update


def more(*names: str) -> tuple[TopicUpdate, ...]:
    """Return the story so far, and further news of these names."""
    return (*UPDATES, *(make_update(name, text=f"خبر {name}.", when=day("2022-01-10")) for name in names))


async def test_a_digest_on_each_day_that_brought_news(reader: Reader, services: Services, mornings: Mornings) -> None:
    await publish(services)
    await reader.say("/start")
    assert await mornings.at(11, 8) == []  # the greeting told it all
    await publish(services, more("الأول"))
    assert await mornings.at(11, 20) == []  # not the hour
    [digest] = await mornings.at(12, 8)
    assert "الأربعاء 12 يناير 2022" in digest
    assert "خبر الأول." in digest
    assert await mornings.at(12, 8, 1) == []
    await publish(services, more("الأول", "الثاني"))
    assert await mornings.at(13, 7, 59) == []
    [digest] = await mornings.at(13, 8)
    assert "خبر الثاني." in digest
    assert "خبر الأول." not in digest
    assert await mornings.at(14, 8) == []


async def test_the_backlog_stays_behind_new(reader: Reader, services: Services, mornings: Mornings) -> None:
    await reader.say("/start")
    await publish(services, more(*(f"n{number}" for number in range(20))))
    [digest] = await mornings.at(11, 8)
    assert "وبقي 17 خبرًا آخر." in digest
    assert await mornings.at(12, 8) == []  # it was offered
    [rest] = await reader.say("/new")
    assert "17 خبرًا لم تقرأه" in rest.text
    assert "وبقي خمسة أخبار أخرى." in rest.text
    assert rest.buttons[0]["callback_data"] == "c:new"


async def test_muted_topics_bring_no_digest(reader: Reader, services: Services, mornings: Mornings) -> None:
    await publish(services)
    await reader.say("/start")
    await reader.press("t:turkey")
    await publish(services, (*UPDATES, make_update("ankara", topic="turkey", text="خبر من أنقرة.")))
    assert await mornings.at(11, 8) == []
    await reader.press("t:turkey")
    [digest] = await mornings.at(12, 8)  # it was never offered
    assert "خبر من أنقرة" in digest


async def test_after_an_outage_there_is_one_digest(reader: Reader, services: Services, mornings: Mornings) -> None:
    await reader.say("/start")
    await publish(services)
    assert len(await mornings.at(14, 5)) == 1  # it catches up, as today's
    await publish(services, more("later"))
    assert await mornings.at(14, 8) == []
    assert len(await mornings.at(15, 8)) == 1


async def test_another_hour_gives_no_second_digest_that_day(
    reader: Reader, services: Services, mornings: Mornings
) -> None:
    await reader.say("/start")
    await publish(services)
    assert len(await mornings.at(11, 8)) == 1
    await reader.say("/time 20:00")
    await publish(services, more("later"))
    assert await mornings.at(11, 20) == []
    assert len(await mornings.at(12, 20)) == 1


async def test_another_hour_loses_no_digest_that_was_due(
    reader: Reader, services: Services, mornings: Mornings
) -> None:
    await reader.say("/start")
    await reader.say("/time 10:00")
    await publish(services)
    await mornings.at(11, 9, 30)
    await reader.say("/time 9:00")
    assert len(await mornings.at(11, 10)) == 1
    await publish(services, more("later"))
    assert len(await mornings.at(12, 9)) == 1


async def test_a_reader_who_stopped_gets_nothing(reader: Reader, services: Services, mornings: Mornings) -> None:
    await reader.say("/start")
    await publish(services)
    await reader.say("/stop")
    assert await mornings.at(11, 8) == []
    await reader.say("/start")
    assert len(await mornings.at(12, 8)) == 1


async def test_two_ticks_at_once_send_once(
    reader: Reader, services: Services, app: App, telegram: FakeTelegram, clock: Clock
) -> None:
    await reader.say("/start")
    await publish(services)
    clock.now = datetime(2022, 1, 11, 5, tzinfo=UTC)
    sent = len(telegram.sent)
    await asyncio.gather(*(run_tick(services, app.bot) for _ in range(3)))
    assert len(telegram.sent) == sent + 1


async def test_many_subscribers_share_an_edition(
    app: App, services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    for chat_id in range(30):
        await Reader(app, telegram, 2000 + chat_id).say("/start")
    await publish(services)
    digests = await mornings.at(11, 8)
    assert len(digests) == 30
    assert len(set(digests)) == 1
