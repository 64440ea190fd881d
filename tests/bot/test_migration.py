"""An installation of the first revision, with readers in it, goes on under the newest one as if nothing had been."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData

from bot.core.container import Services
from bot.handlers.context import App
from briefings.model import Tier
from storage.engine.database import Database
from storage.model.values import USUAL, Subscriber, SubscriberState
from storage.news.articles import list_articles
from storage.news.updates import read_snapshot
from storage.sources.registry import list_sources
from storage.sources.stream import load_counts
from storage.subscribers.accounts import find_subscriber
from storage.subscribers.seen import load_seen
from tests.bot.fakes import Clock, FakeTelegram, Mornings, Reader
from tests.bot.news import UPDATES, publish
from tests.factories import STORY, make_update

NOW = datetime(2022, 1, 11, 5, 30, tzinfo=UTC)  # 08:30 in Riyadh: this morning's digests are on their way
TOMORROW = datetime(2022, 1, 12, 5, tzinfo=UTC)
# chat → its state, what it has seen, and up to where it was offered
READERS: dict[int, tuple[str, tuple[int, ...], int]] = {
    1001: ("active", (1, 2), 2),  # its digest waits
    1002: ("active", (1, 2, 3, 5, 6), 6),  # has had it
    1003: ("active", (1, 2, 3, 5, 6), 6),
    1004: ("active", (2, 5), 2),  # its digest was being sent when the old version was killed
    1005: ("stopped", (1,), 1),
    1006: ("blocked", (), 0),
}


@pytest.fixture(params=["bare_sqlite_url", "bare_postgres_url"], ids=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without any table, on each engine."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of the first revision, used by a bot, and not migrated yet."""
    database = Database(database_url)
    async with database.begin() as session:
        connection = await session.connection()
        await connection.run_sync(found)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


def found(connection: Connection) -> None:
    """Make the tables of the first revision, and fill them."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "storage:migrations")
    command.upgrade(config, "0001")
    tables = MetaData()
    tables.reflect(connection)

    def insert(table: str, *rows: dict[str, Any]) -> None:
        connection.execute(tables.tables[table].insert(), list(rows))

    insert("stories", {"name": STORY, "last_sequence": 6}, {"name": "another", "last_sequence": 1})
    article = {"published_from": "given", "body_start": 0, "recorded_at": NOW}
    insert("articles", {**article, "story": STORY, "id": "a1", "text": "فاز فريق المدينة على ضيفه بهدفين."})
    insert("updates", *(write_update(sequence, STORY) for sequence in range(1, 7)), write_update(1, "another"))
    reader: Callable[..., dict[str, Any]] = partial(
        dict, thread_id=0, muted=[], digest_time=time(8), zone="Asia/Riyadh", created_at=NOW
    )
    insert(
        "subscribers",
        *(
            reader(
                id=chat_id, story=STORY, chat_id=chat_id, state=state, offered_up_to=offered,
                next_due_at=TOMORROW if state == "active" else None,
            )
            for chat_id, (state, _, offered) in READERS.items()
        ),
        reader(id=1, story="another", chat_id=1001, state="active", offered_up_to=0, next_due_at=TOMORROW),
    )  # fmt: skip
    edition = {"keyboard": None, "created_at": NOW, "story": STORY, "offers_up_to": 6}
    insert("editions", {**edition, "id": 1, "fingerprint": "1", "text": "موجز قديم", "shows": [3, 5, 6]})
    delivery = {
        "story": STORY, "edition_id": 1, "kind": "digest", "local_date": date(2022, 1, 11), "attempts": 1,
        "not_before": NOW, "created_at": NOW, "settled_at": None, "message_id": None,
    }  # fmt: skip
    sent = {**delivery, "state": "sent", "settled_at": NOW, "message_id": 77}
    insert(
        "deliveries",
        {**delivery, "subscriber_id": 1001, "state": "pending"},
        {**sent, "subscriber_id": 1002},
        {**sent, "subscriber_id": 1003, "message_id": 78},
        {**delivery, "subscriber_id": 1004, "state": "sending"},
        {**sent, "subscriber_id": 1005, "kind": "answer", "local_date": None},
    )
    seen_rows = [(chat_id, sequence) for chat_id, (_, seen, _) in READERS.items() for sequence in seen]
    insert("seen", *({"subscriber_id": id_, "sequence": sequence} for id_, sequence in (*seen_rows, (1, 1))))
    if connection.dialect.name == "postgresql":
        for table in ("subscribers", "editions"):
            connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', 5000)")


def write_update(sequence: int, story: str) -> dict[str, Any]:
    """A row of the first revision."""
    update = UPDATES[sequence - 1]
    return {
        "story": story, "sequence": sequence, "uid": update.id, "topic": update.topic, "text": update.text,
        "kind": update.kind, "event_start": update.when.start, "event_end": update.when.end,
        "event_precision": update.when.precision, "said_by": update.said_by, "outlets": list(update.outlets),
        "sources": [[span.article, span.start, span.end, span.text] for span in update.sources],
        "score": update.score, "recorded_at": NOW,
    }  # fmt: skip


async def find(database: Database, chat_id: int, story: str = STORY) -> Subscriber:
    async with database.begin() as session:
        reader = await find_subscriber(session, story, chat_id)
    assert reader
    return reader


async def list_seen(database: Database, reader: Subscriber) -> list[int]:
    async with database.begin() as session:
        return [*(await load_seen(session, [reader.seen_set_id]))[reader.seen_set_id]]


async def test_who_had_seen_what_is_the_same(database: Database) -> None:
    await database.migrate()
    await database.migrate()  # once more changes nothing
    for chat_id, (state, seen, _) in READERS.items():
        reader = await find(database, chat_id)
        assert (reader.state, reader.digest_time, reader.alerts) == (SubscriberState(state), time(8), frozenset())
        assert reader.display == USUAL
        assert await list_seen(database, reader) == [*seen]
    assert (await find(database, 1002)).seen_set_id == (await find(database, 1003)).seen_set_id
    other = await find(database, 1001, "another")
    assert await list_seen(database, other) == [1]


async def test_what_waited_is_sent_and_nothing_is_repeated(
    database: Database, services: Services, app: App, telegram: FakeTelegram, mornings: Mornings
) -> None:
    await database.migrate()
    [digest] = await mornings.send(minutes=1)
    assert digest.chat_id == 1001
    assert "CSTO" in digest.text
    assert "جاناوزن" not in digest.text  # seen before
    assert await mornings.send(minutes=1) == []
    # Who was being sent to is in doubt: nothing is repeated, and what is unseen comes tomorrow.
    fresh = make_update("fresh", text="خبر الغد.", score=9.0)
    await publish(services, (*UPDATES, fresh))
    assert await mornings.send(minutes=1) == []  # nobody is alerted unasked
    digests = {call.chat_id: call.text for call in await mornings.send_at(12, 8)}
    assert digests.keys() == {1001, 1002, 1003, 1004}
    assert all("خبر الغد." in text for text in digests.values())
    assert "CSTO" in digests[1004]
    assert all("CSTO" not in digests[chat_id] for chat_id in (1001, 1002, 1003))
    assert await mornings.at(13, 8) == []


async def test_who_had_stopped_or_blocked_the_bot_comes_back(
    database: Database, services: Services, app: App, telegram: FakeTelegram, mornings: Mornings
) -> None:
    await database.migrate()
    for chat_id, told in ((1005, False), (1006, True)):
        reader = Reader(app, telegram, chat_id)
        [hello] = await reader.say("/start")
        assert "أهلًا بعودتك" in hello.text
        [new] = await reader.say("/new")
        assert ("جاناوزن" in new.text) is told
    await publish(services, (*UPDATES, make_update("fresh", text="خبر جديد.")))
    assert {call.chat_id for call in await mornings.send_at(12, 8)} >= {1005, 1006}


async def test_what_was_stored_is_news_that_is_told_by_itself(database: Database) -> None:
    await database.migrate()
    async with database.begin() as session:
        stored = (await read_snapshot(session, STORY)).updates
    assert {(each.update.tier, each.update.part_of, each.backlog) for each in stored} == {(Tier.NEWS, None, False)}
    assert (await find(database, 1001)).begins_after == 0


async def test_no_article_that_was_taken_in_is_asked_what_it_is_about(database: Database) -> None:
    await database.migrate()
    async with database.begin() as session:
        assert [article.included for article in await list_articles(session, STORY)] == [True]


async def test_no_article_has_a_later_version_and_there_is_no_source(database: Database) -> None:
    await database.migrate()
    async with database.begin() as session:
        assert [article.replaces for article in await list_articles(session, STORY)] == [None]
        assert await list_sources(session) == ()
        assert await load_counts(session) == (0, {})


async def test_what_was_stored_is_found(
    database: Database, services: Services, app: App, telegram: FakeTelegram
) -> None:
    await database.migrate()
    [found] = await Reader(app, telegram, 1001).say("بحث جاناوزن")
    assert "<u>جاناوزن</u>" in found.text


async def test_two_processes_may_migrate_it_at_once(database: Database, database_url: str) -> None:
    other = Database(database_url)
    await asyncio.gather(database.migrate(), other.migrate())
    async with other.begin() as session:
        connection = await session.connection()
        context = await connection.run_sync(MigrationContext.configure)
        assert await connection.run_sync(lambda _: context.get_current_revision()) is not None
    await other.close()
    assert (await find(database, 1002)).seen_set_id is not None


async def test_a_new_reader_shares_what_the_others_have_seen_and_then_gets_a_set_of_their_own(
    database: Database, services: Services, app: App, telegram: FakeTelegram
) -> None:
    await database.migrate()
    newcomer = Reader(app, telegram, 2001)
    await newcomer.say("/start")
    assert (await find(database, 2001)).seen_set_id == (await find(database, 1002)).seen_set_id
    await publish(services, (*UPDATES, make_update("fresh", topic="csto", text="خبر جديد.")))
    await newcomer.say("/csto")
    own = (await find(database, 2001)).seen_set_id
    assert own not in {(await find(database, chat_id)).seen_set_id for chat_id in READERS}
