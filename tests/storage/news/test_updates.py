import asyncio
from dataclasses import replace
from datetime import date, timedelta

from briefings.model import EventDate, Kind, Precision, Tier, TopicUpdate
from storage.engine.database import Database
from storage.model.snapshot import StorySnapshot
from storage.model.values import StoredUpdate, Subscriber, UpdateChanges
from storage.news.articles import save_articles
from storage.news.corrections import amend, retract
from storage.news.updates import last_sequence, read_snapshot, save_updates
from storage.outbox.deliveries import record_answer, save_edition
from storage.subscribers.accounts import change, stop
from tests.factories import NOW, STORY, list_unseen, make_article, make_span, make_subscriber, make_update

A, B, C = (make_span(article) for article in "abc")
LATER = NOW + timedelta(hours=1)
NOTHING = UpdateChanges()


async def save(database: Database, *updates: TopicUpdate) -> UpdateChanges:
    async with database.begin() as session:
        return await save_updates(session, STORY, updates, NOW)


async def snapshot(database: Database) -> dict[int, str]:
    async with database.begin() as session:
        return {stored.sequence: stored.update.id for stored in (await read_snapshot(session, STORY)).updates}


async def show(database: Database, subscriber: Subscriber, *sequences: int) -> None:
    async with database.begin() as session:
        edition = await save_edition(
            session, STORY, text="خبر", keyboard=None, shows=sequences, offers_up_to=None, now=NOW
        )
        await record_answer(session, STORY, subscriber, edition, 1, NOW)


async def unseen(database: Database, subscriber: Subscriber) -> list[int]:
    async with database.begin() as session:
        return await list_unseen(session, subscriber)


async def test_an_update_comes_back_as_it_was(database: Database) -> None:
    update = make_update(
        kind=Kind.STATEMENT,
        when=EventDate("2022-01-05", "2022-01-07", Precision.RANGE),
        said_by="وزارة الداخلية",
        sources=(A, make_span("b", start=40)),
        outlets=("صدى السهوب", "منبر الوادي"),
        score=0.1 + 0.2,
        tier=Tier.DETAIL,
        part_of="news",
    )
    assert await save(database, update) == UpdateChanges(added=(1,))
    async with database.begin() as session:
        assert (await read_snapshot(session, STORY)).updates == (StoredUpdate(1, update, NOW),)


async def test_the_sequence_follows_the_order_given(database: Database) -> None:
    async with database.begin() as session:
        assert await last_sequence(session, STORY) == 0
    assert await save(database, make_update("z"), make_update("a")) == UpdateChanges(added=(1, 2))
    assert await save(database, make_update("z"), make_update("m"), make_update("a")) == UpdateChanges(added=(3,))
    assert await snapshot(database) == {1: "z", 2: "a", 3: "m"}
    async with database.begin() as session:
        assert await last_sequence(session, STORY) == 3


async def test_the_same_again_changes_nothing(database: Database) -> None:
    updates = [make_update("x"), make_update("y")]
    await save(database, *updates)
    async with database.begin() as session:
        assert await save_updates(session, STORY, updates[::-1], LATER) == NOTHING
        assert [stored.recorded_at for stored in (await read_snapshot(session, STORY)).updates] == [NOW, NOW]


async def test_a_second_outlet_changes_an_update_in_its_place(database: Database) -> None:
    await save(database, make_update("x", sources=(A,)))
    grown = make_update("y", sources=(A, B), outlets=("صدى السهوب", "منبر الوادي"))
    assert await save(database, grown) == UpdateChanges(changed=(1,))
    assert await save(database, grown) == NOTHING
    assert await snapshot(database) == {1: "y"}


async def test_another_score_is_stored_and_is_no_change_to_a_reader(database: Database) -> None:
    await save(database, make_update(score=1.0))
    assert await save(database, make_update(score=2.0)) == NOTHING
    async with database.begin() as session:
        (stored,) = (await read_snapshot(session, STORY)).updates
    assert stored.update.score == 2.0


async def test_another_tier_is_a_change_and_other_ids_of_others_are_none(database: Database) -> None:
    line = make_update("x", part_of="u1")
    await save(database, line)
    assert await save(database, replace(line, part_of="u2", develops="u3", contradicts=("u4",))) == NOTHING
    assert await save(database, replace(line, part_of=None)) == UpdateChanges(changed=(1,))
    assert await save(database, replace(line, tier=Tier.BACKGROUND)) == UpdateChanges(changed=(1,))


async def test_news_that_becomes_a_part_or_background_is_unseen_no_more(database: Database) -> None:
    one, two, three = (make_update(name) for name in "xyz")
    await save(database, one, two, three)
    async with database.begin() as session:
        reader = await make_subscriber(session)
    assert await unseen(database, reader) == [1, 2, 3]
    await save(database, one, replace(two, part_of="x"), replace(three, tier=Tier.BACKGROUND))
    assert await unseen(database, reader) == [1]


async def test_an_update_that_nobody_carries_is_withdrawn_and_comes_back(database: Database) -> None:
    await save(database, make_update("x"), make_update("y"))
    assert await save(database, make_update("y")) == UpdateChanges(withdrawn=(1,))
    assert await snapshot(database) == {2: "y"}
    assert await save(database, make_update("y")) == NOTHING
    assert await save(database, make_update("x"), make_update("y")) == UpdateChanges(changed=(1,))
    assert await snapshot(database) == {1: "x", 2: "y"}


async def test_a_sequence_is_never_given_twice(database: Database) -> None:
    await save(database, make_update("x"))
    await save(database)
    assert await save(database, make_update("y")) == UpdateChanges(added=(2,))


async def test_a_reader_of_either_of_two_merged_updates_has_seen_both(database: Database) -> None:
    await save(database, make_update("x", sources=(A,)), make_update("y", sources=(B,)))
    async with database.begin() as session:
        old, new, none = [await make_subscriber(session, chat_id) for chat_id in (1, 2, 3)]
    await show(database, old, 1)
    await show(database, new, 2)
    assert await save(database, make_update("z", sources=(A, B))) == UpdateChanges(changed=(1,), withdrawn=(2,))
    assert await unseen(database, old) == []
    assert await unseen(database, new) == []
    assert await unseen(database, none) == [1]


async def test_unseen_is_what_stands_is_not_muted_and_was_not_delivered(database: Database) -> None:
    on_turkey = make_update("t", topic="turkey")
    other = make_update("o", topic="other")
    await save(database, make_update("p"), on_turkey, other, make_update("gone"), make_update("seen"))
    await save(database, make_update("p"), on_turkey, other, make_update("seen"))
    async with database.begin() as session:
        reader = await make_subscriber(session)
    assert await unseen(database, reader) == [1, 2, 3, 5]
    await show(database, reader, 5)
    await show(database, reader, 5, 1)
    assert await unseen(database, reader) == [2, 3]
    async with database.begin() as session:
        reader = await change(session, reader.id, muted={"turkey"})
    assert await unseen(database, reader) == [3]


async def test_a_snapshot_is_read_again_only_after_a_change(database: Database) -> None:
    await save(database, make_update("p"))
    async with database.begin() as session:
        known = await read_snapshot(session, STORY)
        assert await read_snapshot(session, STORY, known) is known
    await save(database, make_update("p"), make_update("t"))
    async with database.begin() as session:
        snapshot = await read_snapshot(session, STORY, known)
    assert [stored.update.id for stored in snapshot.updates] == ["p", "t"]
    assert snapshot.version > known.version


async def test_who_subscribes_has_nothing_unseen_but_what_comes_from_then_on(database: Database) -> None:
    await save(database, make_update("x"), make_update("y"))
    async with database.begin() as session:
        reader = await make_subscriber(session, begins_after=2)
    assert (reader.begins_after, reader.offered_up_to) == (2, 2)
    assert await unseen(database, reader) == []
    await save(database, make_update("x"), make_update("y"), make_update("z"))
    assert await unseen(database, reader) == [3]
    async with database.begin() as session:  # who is known keeps where they began
        await stop(session, reader.id)
        assert (await make_subscriber(session, begins_after=3)).begins_after == 2


async def test_old_news_beside_later_news_is_backlog(database: Database) -> None:
    days = {"a": 1, "b": 7, "c": 10}
    articles = [make_article(id_, text=id_, published_on=date(2022, 1, day)) for id_, day in days.items()]
    async with database.begin() as session:
        await save_articles(session, STORY, articles, NOW)
        reader = await make_subscriber(session)
    old, carried, fresh = (make_update(name, sources=(span,)) for name, span in zip("xyz", (A, B, C), strict=True))
    await save(database, old, replace(carried, sources=(B, C)), fresh)
    assert await unseen(database, reader) == [3]  # the second was told on the 7th before
    late = make_update("late", sources=(make_span("a", start=50),))
    await save(database, old, carried, fresh, late)
    assert await unseen(database, reader) == [3, 4]  # by itself it is news, however old


async def test_stories_keep_their_updates_apart(database: Database) -> None:
    await save(database, make_update("x"))
    async with database.begin() as session:
        assert await save_updates(session, "another", [make_update("x")], NOW) == UpdateChanges(added=(1,))
        assert await save_updates(session, "another", [], NOW) == UpdateChanges(withdrawn=(1,))
        assert await last_sequence(session, "a third") == 0
    assert await snapshot(database) == {1: "x"}


async def test_two_writers_of_a_story_take_turns(database: Database, database_url: str) -> None:
    other = Database(database_url)
    update = make_update()
    changes = await asyncio.gather(
        *(save(writer, update, replace(update, id="y", sources=(C,))) for writer in (database, other) * 3)
    )
    await other.close()
    assert sorted(changes, key=lambda change: change.added) == [NOTHING] * 5 + [UpdateChanges(added=(1, 2))]


async def test_thousands_of_updates_are_taken_at_once(database: Database) -> None:
    updates = [make_update(f"{number:04}") for number in range(2_000)]
    assert len((await save(database, *updates)).added) == 2_000
    changed = [replace(update, text="نص آخر") for update in updates[1:]]
    assert await save(database, *changed) == UpdateChanges(changed=tuple(range(2, 2_001)), withdrawn=(1,))


async def test_only_changes_since_the_known_version_are_read(database: Database) -> None:
    one, two, three = (make_update(name, sources=(span,)) for name, span in zip("xyz", (A, B, C), strict=True))
    both = replace(one, id="both", sources=(A, B), text="النص الواحد.")
    known: StorySnapshot | None = None
    for step in (
        (one, two),
        (one, two, three),
        (replace(one, text="نص آخر.", contradicts=("y",)), two, three),
        (both, three),  # two became one
        (three,),
        (one, three),  # and it comes back
    ):
        await save(database, *step)
        async with database.begin() as session:
            known, anew = await read_snapshot(session, STORY, known), await read_snapshot(session, STORY)
        assert known == anew
    assert known
    async with database.begin() as session:
        await amend(session, STORY, known.updates[0].sequence, "نص من المحرر.", NOW)
    async with database.begin() as session:
        await retract(session, STORY, known.updates[1].sequence, NOW)
        known, anew = await read_snapshot(session, STORY, known), await read_snapshot(session, STORY)
    assert known == anew
    assert [stored.update.text for stored in known.updates] == ["نص من المحرر."]


async def test_after_a_restore_the_whole_story_is_read(database: Database) -> None:
    await save(database, make_update("x"))
    async with database.begin() as session:
        later = replace(await read_snapshot(session, STORY), version=99)
        assert (await read_snapshot(session, STORY, later)).version == 1
