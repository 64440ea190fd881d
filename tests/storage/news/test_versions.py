"""An article gives way to its later version: what stands on it follows, and who saw other words is told."""

import pytest
from sqlalchemy import select

from briefings.model import TopicUpdate
from storage.engine.database import Database
from storage.model.values import DeliveryKind, UpdateChanges
from storage.news.articles import list_articles, save_articles
from storage.news.updates import read_snapshot, save_updates
from storage.news.versions import trace
from storage.outbox.deliveries import record_answer, save_edition
from storage.schema.news import CorrectionRow
from storage.schema.outbox import DeliveryRow
from tests.factories import NOW, STORY, list_unseen, make_article, make_span, make_subscriber, make_update

FIRST = make_update("u1", text="إصابة 12 شخصا في حريق السوق القديم.", sources=(make_span("v1", 0, "أصيب 12 شخصا."),))
SECOND = "إصابة 21 شخصا في حريق السوق القديم."


@pytest.fixture(autouse=True)
async def told(database: Database) -> None:
    """An update on the first version of an article, and one subscriber who saw it."""
    await save(database, FIRST, version=1)
    async with database.begin() as session:
        reader = await make_subscriber(session)
        edition = await save_edition(session, STORY, text="خبر", keyboard=None, shows=(1,), offers_up_to=None, now=NOW)
        await record_answer(session, STORY, reader, edition, 10, NOW)


async def save(database: Database, *updates: TopicUpdate, version: int, by: str = "v") -> UpdateChanges:
    replaces = f"{by}{version - 1}" if version > 1 else None
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article(f"{by}{version}", replaces=replaces)], NOW)
        return await save_updates(session, STORY, updates, NOW)


def change(id_: str, text: str, version: int, said: str) -> TopicUpdate:
    return make_update(id_, text=text, sources=(make_span(f"v{version}", 7, said),))


async def list_corrections(database: Database) -> tuple[list[tuple[int, int | None]], list[int | None]]:
    """List the corrections (wrong, right), and to which message each planned one replies."""
    async with database.begin() as session:
        rows = await session.execute(select(CorrectionRow.wrong, CorrectionRow.right).order_by(CorrectionRow.id))
        planned = select(DeliveryRow.reply_to).where(DeliveryRow.kind == DeliveryKind.CORRECTION)
        return [(wrong, right) for wrong, right in rows], list(await session.scalars(planned))


async def list_texts(database: Database) -> dict[int, str]:
    async with database.begin() as session:
        return {each.sequence: each.update.text for each in (await read_snapshot(session, STORY)).updates}


async def test_another_number_is_a_correction_to_who_saw_the_first(database: Database) -> None:
    changes = await save(database, change("u2", SECOND, 2, "أصيب 21 شخصا."), version=2)
    assert (changes.added, changes.withdrawn) == ((2,), ())
    assert await list_corrections(database) == ([(1, 2)], [10])
    assert await list_texts(database) == {2: SECOND}


async def test_the_same_again_corrects_nothing_more(database: Database) -> None:
    second = change("u2", SECOND, 2, "أصيب 21 شخصا.")
    await save(database, second, version=2)
    assert await save(database, second, version=2) == UpdateChanges()
    assert await list_corrections(database) == ([(1, 2)], [10])


async def test_a_sentence_that_stays_and_is_told_otherwise_is_a_correction(database: Database) -> None:
    await save(database, change("u2", SECOND, 2, "أصيب 12 شخصا."), version=2)
    assert await list_corrections(database) == ([(1, 2)], [10])


@pytest.mark.parametrize("said", ["أصيب 12 شخصا.", "أصيب 12 شخصًا في السوق."])
async def test_other_spelling_stays_the_update_and_nobody_is_told(database: Database, said: str) -> None:
    spelled = "إصابة ١٢ شخصًا في حريق السوق القديم"
    assert await save(database, change("u2", spelled, 2, said), version=2) == UpdateChanges(changed=(1,))
    assert await list_corrections(database) == ([], [])
    async with database.begin() as session:
        assert await list_unseen(session, await make_subscriber(session)) == []


async def test_what_the_outlet_leaves_out_is_withdrawn_without_a_word(database: Database) -> None:
    other = change("u2", "وصول فرق الإنقاذ من المدينة المجاورة.", 2, "وصلت فرق الإنقاذ.")
    assert await save(database, other, version=2) == UpdateChanges(added=(2,), withdrawn=(1,))
    assert await list_corrections(database) == ([], [])


async def test_an_update_that_another_outlet_tells_too_is_no_correction(database: Database) -> None:
    both = make_update("u1", text=FIRST.text, sources=(*FIRST.sources, make_span("other", 0, "أصيب 12 شخصا.")))
    await save(database, both, version=1)
    apart = make_update("u3", text=FIRST.text, sources=both.sources[1:])
    await save(database, apart, change("u2", SECOND, 2, "أصيب 21 شخصا."), version=2)
    assert await list_corrections(database) == ([], [])
    assert await list_texts(database) == {1: FIRST.text, 2: SECOND}


async def test_a_third_version_corrects_the_second(database: Database) -> None:
    await save(database, change("u2", SECOND, 2, "أصيب 21 شخصا."), version=2)
    third = "إصابة 22 شخصا في حريق السوق القديم."
    await save(database, change("u3", third, 3, "أصيب 22 شخصا."), version=3)
    assert (await list_corrections(database))[0] == [(1, 2), (2, 3)]
    assert await list_texts(database) == {3: third}


async def test_a_known_article_may_turn_out_to_be_a_later_version(database: Database) -> None:
    async with database.begin() as session:
        await save_articles(session, STORY, [make_article("v2")], NOW)
        assert await save_articles(session, STORY, [make_article("v2", replaces="v1")], NOW) == ()
        await save_articles(session, STORY, [make_article("v2", replaces="v0")], NOW)
        assert [each.replaces for each in await list_articles(session, STORY)] == [None, "v1"]


def test_versions_are_traced_to_the_newest_even_in_a_circle() -> None:
    assert trace("a", {"a": "b", "b": "c"}) == ("a", "b", "c")
    assert trace("a", {"a": "b", "b": "a"}) == ("a", "b")
