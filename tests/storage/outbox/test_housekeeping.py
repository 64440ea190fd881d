"""What the sweep deletes, row by row, and what it leaves."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from storage.engine.database import Database
from storage.model.values import DeliveryState, Outcome
from storage.news.articles import list_articles, save_articles
from storage.news.corrections import amend
from storage.news.updates import save_updates
from storage.outbox.housekeeping import Swept, sweep
from tests.factories import NOW, STORY, make_article, make_span, make_subscriber, make_update
from tests.storage.outbox.steps import DAY, HOUR, claim, make_edition, plan, read, send, settle

LATER = NOW + 100 * DAY


async def tidy(database: Database, now: datetime = LATER, story: str = STORY, **fields: Any) -> Swept:
    """Sweep what was settled before now."""
    kept = {"deliveries_before": now, "articles_before": None, **fields}
    async with database.begin() as session:
        return await sweep(session, story, now, **kept)


async def test_deliveries_settled_before_the_moment_are_deleted(database: Database) -> None:
    await plan(database, 1, 2, 3, 4)
    first, second, *_ = await claim(database, limit=3)
    await send(database, first)
    await send(database, second, now=NOW + HOUR)
    assert await tidy(database, story="another") == Swept(0, 0, 0, 0)
    assert (await tidy(database, deliveries_before=NOW)).deliveries == 0
    assert (await tidy(database, deliveries_before=NOW + HOUR)).deliveries == 1
    # What is being sent, and what waits, is not settled.
    assert await read(database, "state") == [DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.PENDING]
    assert (await tidy(database)).deliveries == 1


async def test_a_delivery_that_is_being_sent_again_stays(database: Database) -> None:
    await plan(database, 1)
    (delivery,) = await claim(database)
    await settle(database, Outcome(delivery, DeliveryState.UNCERTAIN))
    async with database.begin() as session:
        await session.execute(text("UPDATE deliveries SET state = 'sending'"))
    assert (await tidy(database)).deliveries == 0


async def test_an_edition_goes_a_day_after_it_was_made_if_nothing_refers_to_it(database: Database) -> None:
    await plan(database, 1)
    (delivery,) = await claim(database)
    await send(database, delivery)
    async with database.begin() as session:
        await make_edition(session, text="لم ترسل")
    assert (await tidy(database, story="another")).editions == 0
    assert (await tidy(database, NOW + DAY, deliveries_before=NOW)).editions == 0
    assert (await tidy(database, NOW + DAY + HOUR, deliveries_before=NOW)).editions == 1
    assert (await tidy(database)).editions == 1  # with the delivery


async def test_a_set_that_nobody_holds_goes_a_day_after_it_was_touched(database: Database) -> None:
    await plan(database, 1)
    await send(database, *await claim(database))
    await plan(database, 1, day=NOW.date() + DAY)
    (second,) = await claim(database)
    async with database.begin() as session:
        edition = await make_edition(session, shows=(3,))
    await settle(database, Outcome(second, DeliveryState.SENT, edition, 78))
    assert (await tidy(database, NOW + DAY, deliveries_before=NOW)).seen_sets == 0
    assert (await tidy(database, NOW + DAY + HOUR, story="another")).seen_sets == 0
    assert (await tidy(database, NOW + DAY + HOUR, deliveries_before=NOW)).seen_sets == 1
    assert (await tidy(database)).seen_sets == 0  # the reader holds the other one


async def test_a_sweep_deletes_no_more_than_its_limit(database: Database) -> None:
    articles = [make_article(f"a{number}") for number in range(3)]
    async with database.begin() as session:
        await save_articles(session, STORY, articles, NOW)
        for number in range(3):
            reader = await make_subscriber(session, number)
            assert reader.seen_set_id is None
    await plan(database, 0, 1, 2)
    for number, delivery in enumerate(await claim(database)):
        async with database.begin() as session:
            edition = await make_edition(session, shows=(number + 1,))
        await settle(database, Outcome(delivery, DeliveryState.SENT, edition, number))
    async with database.begin() as session:
        await session.execute(text("UPDATE subscribers SET seen_set_id = NULL"))
        for number in range(2):
            await make_edition(session, text=f"لم ترسل {number}")
    assert await tidy(database, limit=2, articles_before=LATER) == Swept(2, 2, 2, 2)
    assert await tidy(database, limit=2, articles_before=LATER) == Swept(1, 2, 1, 1)
    assert await tidy(database, limit=2, articles_before=LATER) == Swept(0, 1, 0, 0)
    assert await tidy(database, limit=2, articles_before=LATER) == Swept(0, 0, 0, 0)


async def test_texts_are_deleted_by_the_day_they_came_and_only_if_asked(database: Database) -> None:
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article("old")], NOW)
        await save_articles(session, STORY, [make_article("new")], NOW + HOUR)
        await save_articles(session, "another", [make_article("old")], NOW)
    assert (await tidy(database)).articles == 0
    assert (await tidy(database, articles_before=NOW)).articles == 0
    assert (await tidy(database, articles_before=NOW + HOUR)).articles == 1
    assert (await tidy(database, articles_before=NOW + HOUR)).articles == 0
    async with database.begin() as session:
        assert [article.id for article in await list_articles(session, STORY)] == ["new"]
        assert [article.id for article in await list_articles(session, "another")] == ["old"]


@pytest.mark.parametrize(
    ("sources", "is_fixed"),
    [(("old",), True), (("old", "new"), False), (("new",), False), (("old", "older"), True)],
    ids=["its only article", "one of two", "none of its articles", "both its articles"],
)
async def test_an_update_is_fixed_once_none_of_its_articles_is_kept(
    database: Database, sources: tuple[str, ...], is_fixed: bool
) -> None:
    update = make_update("u1", sources=tuple(make_span(article, text=f"خبر من {article}.") for article in sources))
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article("older"), make_article("old")], NOW)
        await save_articles(session, STORY, [make_article("new")], LATER)
        await save_articles(session, "another", [make_article("old")], LATER)  # is no article of this story
        for story in (STORY, "another"):
            await save_updates(session, story, [update], NOW)
    assert (await tidy(database, articles_before=LATER)).articles == 2
    async with database.begin() as session:
        fixed = (await session.execute(text("SELECT story, fixed FROM updates"))).all()
    assert {story: bool(value) for story, value in fixed} == {STORY: is_fixed, "another": False}
    # So what is composed from the articles that are left withdraws it, or does not.
    async with database.begin() as session:
        changes = await save_updates(session, STORY, [make_update("u2")], LATER)
    assert len(changes.withdrawn) == (0 if is_fixed else 1)


async def test_what_a_person_wrote_stays_fixed_though_its_article_is_kept(database: Database) -> None:
    update = make_update("u1", sources=(make_span("new"),))
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article("old")], NOW)
        await save_articles(session, STORY, [make_article("new")], LATER)
        await save_updates(session, STORY, [update], NOW)
        await amend(session, STORY, 1, "تجمع مئات السكان أمام مبنى البلدية.", NOW)
    assert (await tidy(database, articles_before=LATER)).articles == 1
    async with database.begin() as session:
        assert (await save_updates(session, STORY, [update], LATER)).changed == ()
        assert [
            bool(fixed) for fixed in await session.scalars(text("SELECT fixed FROM updates ORDER BY sequence"))
        ] == [
            False,
            True,
        ]
