"""What the sweep deletes, and what stays: what readers have seen, the updates, corrections."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.container import Services
from bot.core.settings import Settings
from bot.delivery.jobs import run_sweep
from bot.handlers.context import App
from bot.services.corrections import amend, list_updates, retract
from storage.news.articles import list_articles, save_articles
from storage.news.updates import save_updates
from storage.outbox.housekeeping import Swept, sweep
from tests.bot.fakes import Clock, Mornings, Reader
from tests.bot.news import ARTICLES, UPDATES, publish
from tests.factories import make_update

KEPT = timedelta(days=90)


async def tidy(services: Services, *, articles: bool = False) -> Swept:
    """Run the sweep."""
    now = services.clock()
    async with services.database.begin() as session:
        return await sweep(
            session,
            services.story.name,
            now,
            deliveries_before=now - KEPT,
            articles_before=now - KEPT if articles else None,
        )


@pytest.fixture
async def told(reader: Reader, services: Services, mornings: Mornings) -> Reader:
    """Make a reader who was told everything, by a greeting and a digest."""
    await publish(services)
    await reader.say("/start")
    await publish(services, (*UPDATES, make_update("fresh", text="خبر الأمس.")))
    assert len(await mornings.at(11, 8)) == 1
    return reader


async def test_what_was_seen_outlives_the_record_of_messages(
    told: Reader, services: Services, clock: Clock, mornings: Mornings
) -> None:
    assert (await tidy(services)).deliveries == 0
    clock.move(days=91)
    swept = await tidy(services)
    assert (swept.deliveries, swept.editions, swept.articles) == (2, 2, 0)
    assert await tidy(services) == Swept(0, 0, 0, 0)
    assert "لا جديد" in (await told.say("/new"))[0].text
    assert await mornings.send() == []
    await publish(services, (*UPDATES, make_update("fresh", text="خبر الأمس."), make_update("n", text="خبر اليوم.")))
    [digest] = await mornings.send(days=1)
    assert "خبر اليوم." in digest.text
    assert "جاناوزن" not in digest.text


async def test_a_correction_after_that_comes_without_a_message_to_reply_to(
    told: Reader, services: Services, clock: Clock, mornings: Mornings
) -> None:
    clock.move(days=91)
    await tidy(services)
    assert await retract(services, "1") == 1
    [correction] = await mornings.send(minutes=1)
    assert correction.reply_to is None
    assert "ذكرنا من قبل: «خرج سكان جاناوزن" in correction.text
    assert await mornings.send(minutes=1) == []


async def test_a_correction_that_still_waits_outlives_the_message_that_it_replies_to(
    told: Reader, services: Services, clock: Clock, mornings: Mornings
) -> None:
    await told.say("/stop")
    await retract(services, "1")
    assert await mornings.send(minutes=1) == []
    clock.move(days=91)
    assert (await tidy(services)).deliveries == 2
    await told.say("/start")
    [correction] = await mornings.send(minutes=1)
    assert correction.reply_to is not None  # Telegram may still have it
    assert "ذكرنا من قبل" in correction.text


async def test_updates_of_articles_that_are_gone_stand(
    told: Reader, services: Services, clock: Clock, mornings: Mornings
) -> None:
    clock.move(days=91)
    assert (await tidy(services, articles=True)).articles == 3
    async with services.database.begin() as session:
        assert await list_articles(session, services.story.name) == ()
        assert await save_articles(session, services.story.name, ARTICLES, clock()) == ()  # nor is any news again
        # What is composed now knows nothing of them.
    await publish_only(services)
    texts = [stored.update.text for stored in await list_updates(services)]
    assert texts == [*(update.text for update in UPDATES), "خبر الأمس.", "خبر جديد."]
    services.story_cache.snapshot = None  # as after a restart
    [timeline] = await told.say("/timeline")
    assert "جاناوزن" in timeline.text
    assert "صدى السهوب، 7 يناير" in timeline.text  # who said it is still named
    assert await amend(services, "2", "استقالت الحكومة.") == 1


async def test_sets_that_somebody_holds_stay_and_the_others_go(
    told: Reader, app: App, services: Services, clock: Clock, mornings: Mornings
) -> None:
    clock.move(days=2)
    assert (await tidy(services)).seen_sets == 1  # what the reader had seen before the digest
    assert (await tidy(services)).seen_sets == 0
    assert "لا جديد" in (await told.say("/new"))[0].text


async def test_the_hourly_sweep_does_what_the_settings_say(
    told: Reader, services: Services, clock: Clock, app: App
) -> None:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # of pydantic-settings
        keep_deliveries_days=30,
        keep_articles_days=60,
    )
    clock.move(days=31)
    services = replace(services, settings=settings)
    await run_sweep(services, app.bot)
    assert (await tidy(services)).deliveries == 0  # they are gone
    async with services.database.begin() as session:
        assert len(await list_articles(session, services.story.name)) == 3
    clock.move(days=30)
    await run_sweep(services, app.bot)
    async with services.database.begin() as session:
        assert await list_articles(session, services.story.name) == ()


async def publish_only(services: Services) -> None:
    """Compose a story of one new update, of articles that are kept."""
    async with services.database.begin() as session:
        fresh = make_update("new", text="خبر جديد.")
        await save_updates(session, services.story.name, [fresh], services.clock())
