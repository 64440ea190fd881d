"""What is stored of a message: its content, what was planned and why not, its outcome, and what follows from it."""

from typing import Any

import pytest
from sqlalchemy import text

from storage.engine.database import Database
from storage.model.values import DeliveryKind, DeliveryState, Outcome
from storage.news.corrections import retract
from storage.news.updates import save_updates
from storage.outbox.deliveries import last_sent_at, plan_alerts, plan_digests, record_answer
from storage.subscribers.personal_data import erase
from tests.factories import NOW, STORY, make_subscriber, make_update
from tests.storage.outbox.steps import (
    DAY,
    HOUR,
    MINUTE,
    TODAY,
    claim,
    make_edition,
    plan,
    plan_alert,
    put_back,
    read,
    send,
    settle,
)

ALERT, DIGEST, CORRECTION = DeliveryKind.ALERT, DeliveryKind.DIGEST, DeliveryKind.CORRECTION
PENDING, SENDING, SENT = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT
FAILED, SKIPPED = DeliveryState.FAILED, DeliveryState.SKIPPED


async def test_an_edition_is_stored_as_it_is_told(database: Database) -> None:
    fields: dict[str, Any] = {"text": "نص", "keyboard": "{}", "shows": (3, 1), "offers_up_to": 7}
    async with database.begin() as session:
        rich = await make_edition(session, **fields, rich="<h1>نص</h1>")
        plain = await make_edition(session, **fields, now=NOW + HOUR)
        assert (rich.rich, rich.shows, rich.offers_up_to) == ("<h1>نص</h1>", (3, 1), 7)
        assert plain.rich is None
        assert len({plain.id, rich.id, (await make_edition(session, **fields, rich="<h1>آخر</h1>")).id}) == 3
        columns = "story, text, keyboard, offers_up_to, rich, length(fingerprint)"
        stored = (await session.execute(text(f"SELECT {columns} FROM editions ORDER BY id"))).all()  # noqa: S608
    assert [tuple(row) for row in stored[:2]] == [
        (STORY, "نص", "{}", 7, "<h1>نص</h1>", 64),
        (STORY, "نص", "{}", 7, None, 64),
    ]


async def test_a_digest_that_still_waits_gives_way_and_others_stay(database: Database) -> None:
    await plan(database, 1, 2, 3, 4)
    first, second = await claim(database, limit=2)
    await send(database, first)
    await plan_alert(database, 3)
    assert second.local_date == TODAY
    async with database.begin() as session:
        readers = [await make_subscriber(session, chat_id) for chat_id in (1, 2, 3)]
        days = dict(zip((reader.id for reader in readers), (DAY, DAY, 2 * DAY), strict=True))
        await plan_digests(session, STORY, {reader: TODAY + day for reader, day in days.items()}, NOW + HOUR)
    ids = [reader.id for reader in readers]
    reason = "the next digest is due and tells the news of this one"
    assert await read(database, "state", "local_date", "error", "settled_at", kind=DIGEST) == [
        (SENT, TODAY, None, NOW),
        (SENDING, TODAY, None, None),
        (SKIPPED, TODAY, reason, NOW + HOUR),
        (PENDING, TODAY, None, None),  # of a reader who gets no other one
        (PENDING, TODAY + DAY, None, None),
        (PENDING, TODAY + DAY, None, None),
        (PENDING, TODAY + 2 * DAY, None, None),
    ]
    assert await read(database, "subscriber_id", "not_before", "created_at", kind=DIGEST) == [
        *((reader, NOW, NOW) for reader in (*ids, ids[-1] + 1)),
        *((reader, NOW + HOUR, NOW + HOUR) for reader in ids),
    ]
    assert await read(database, "state", "attempts", kind=ALERT) == [(PENDING, 0)]


async def test_an_alert_is_planned_once_for_its_moment(database: Database) -> None:
    async with database.begin() as session:
        readers = [(await make_subscriber(session, chat_id)).id for chat_id in (1, 2)]
        await plan_alerts(session, STORY, dict(zip(readers, (NOW, NOW + HOUR), strict=True)), NOW - MINUTE)
        await plan_alerts(session, STORY, dict.fromkeys(readers, NOW + DAY), NOW)
    assert await read(database, "story", "subscriber_id", "kind", "not_before", "created_at", "local_date") == [
        (STORY, readers[0], ALERT, NOW, NOW - MINUTE, None),
        (STORY, readers[1], ALERT, NOW + HOUR, NOW - MINUTE, None),
    ]
    (first,) = await claim(database)
    await plan_alert(database, 1)  # one that is on its way is no reason against another
    assert await read(database, "state") == [SENDING, PENDING, PENDING]
    assert first.kind is ALERT


@pytest.mark.parametrize(
    ("outcome", "stored"),
    [
        ({"state": PENDING, "error": "429", "not_before": NOW + HOUR}, (PENDING, "429", NOW + HOUR, None)),
        ({"state": PENDING}, (PENDING, None, NOW + MINUTE, None)),
        ({"state": FAILED, "error": "Bad Request"}, (FAILED, "Bad Request", NOW + MINUTE, NOW + MINUTE)),
        ({"state": SKIPPED, "error": "nothing new"}, (SKIPPED, "nothing new", NOW + MINUTE, NOW + MINUTE)),
    ],
    ids=["later", "at once", "failed", "skipped"],
)
async def test_an_outcome_is_stored_with_its_reason_and_moment(
    database: Database, outcome: dict[str, Any], stored: tuple[object, ...]
) -> None:
    await plan(database, 1, 2)
    delivery, _other = await claim(database)
    async with database.begin() as session:
        edition = await make_edition(session)
    await settle(database, Outcome(delivery, edition=edition, **outcome), now=NOW + MINUTE)
    assert await read(database, "state", "error", "not_before", "settled_at") == [stored, (SENDING, None, NOW, None)]
    assert await read(database, "edition_id") == [edition.id, None]


async def test_outcomes_of_one_send_are_recorded_each_as_its_own(database: Database) -> None:
    await plan(database, 1, 2, 3, 4)
    first, second, third, fourth = await claim(database)
    async with database.begin() as session:
        editions = [await make_edition(session, text=name) for name in ("أولى", "ثانية")]
    await settle(
        database,
        Outcome(first, SENT, editions[0], 11),
        Outcome(second, FAILED, error="Bad Request"),
        Outcome(third, SENT, editions[1], 13),
        put_back(fourth),
    )
    assert await read(database, "state", "edition_id", "message_id") == [
        (SENT, editions[0].id, 11),
        (FAILED, None, None),
        (SENT, editions[1].id, 13),
        (PENDING, None, None),
    ]


async def test_nothing_to_record_is_no_error(database: Database) -> None:
    await settle(database)
    assert await read(database, "id") == []


async def test_what_is_recorded_late_does_not_undo_another_claim(database: Database) -> None:
    await plan(database, 1)
    (delivery,) = await claim(database)
    await settle(database, put_back(delivery))
    await settle(database, Outcome(delivery, FAILED, error="late"))  # recorded before: it waits
    assert await read(database, "state", "error") == [(PENDING, "429")]
    (again,) = await claim(database, NOW + MINUTE, holder="two")
    await settle(database, put_back(delivery))
    assert await read(database, "state", "attempts") == [(SENDING, 2)]
    await settle(database, Outcome(again, FAILED, error="Bad Request"))
    assert await read(database, "state") == [FAILED]


async def test_alerts_that_are_put_back_give_way_each_to_its_readers_own(database: Database) -> None:
    await plan_alert(database, 1, 2, 3)
    first, second, third = await claim(database)
    await plan_alert(database, 1, 3)
    await settle(
        database, put_back(first), put_back(second), Outcome(third, FAILED, error="Bad Request"), now=NOW + HOUR
    )
    assert await read(database, "state", "settled_at", kind=ALERT) == [
        (SKIPPED, NOW + HOUR),
        (PENDING, None),
        (FAILED, NOW + HOUR),
        (PENDING, None),
        (PENDING, None),
    ]


async def test_a_digest_that_is_put_back_gives_way_to_no_alert(database: Database) -> None:
    await plan(database, 1)
    (digest,) = await claim(database)
    await plan_alert(database, 1)
    await settle(database, put_back(digest))
    assert await read(database, "kind", "state") == [(DIGEST, PENDING), (ALERT, PENDING)]


async def correct(database: Database, sequence: int) -> None:
    """Retract an update while messages with it are on their way."""
    async with database.begin() as session:
        assert await retract(session, STORY, sequence, NOW) == 0


async def test_who_is_told_what_was_corrected_meanwhile_gets_the_correction(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update(uid) for uid in "abc"], NOW)
    await plan(database, 1, 2, 3)
    first, second, third = await claim(database)
    await correct(database, 2)
    async with database.begin() as session:
        editions = [await make_edition(session, shows=shows) for shows in ((1, 2), (2, 3), (1, 3))]
    outcomes = zip((first, second, third), editions, (11, 12, 13), strict=True)
    await settle(
        database, *(Outcome(each, SENT, edition, message) for each, edition, message in outcomes), now=NOW + HOUR
    )
    assert await read(database, "story", "subscriber_id", "reply_to", "state", "not_before", kind=CORRECTION) == [
        (STORY, first.subscriber.id, 11, PENDING, NOW + HOUR),
        (STORY, second.subscriber.id, 12, PENDING, NOW + HOUR),
    ]
    corrections = await claim(database, NOW + HOUR)
    assert [(each.kind, each.reply_to, each.correction_id is None) for each in corrections] == [
        (CORRECTION, 11, False),
        (CORRECTION, 12, False),
    ]


async def test_who_was_perhaps_told_it_gets_no_correction(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("a")], NOW)
    await plan(database, 1)
    (delivery,) = await claim(database)
    await correct(database, 1)
    async with database.begin() as session:
        edition = await make_edition(session, shows=(1,))
    await settle(database, Outcome(delivery, DeliveryState.UNCERTAIN, edition))
    assert await read(database, "id", kind=CORRECTION) == []


async def test_a_reader_who_was_erased_meanwhile_is_no_trouble(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("a")], NOW)
    await plan(database, 1, 2)
    first, second = await claim(database)
    await correct(database, 1)
    async with database.begin() as session:
        await erase(session, first.subscriber.id)
    await send(database, first, second)
    assert await read(database, "subscriber_id", "state") == [
        (second.subscriber.id, SENT),
        (second.subscriber.id, PENDING),  # the correction
    ]


async def test_an_answer_is_stored_as_sent(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY, [make_update("a")], NOW)
        await retract(session, STORY, 1, NOW)
        reader = await make_subscriber(session, 1)
        edition = await make_edition(session, shows=(1,))
        await record_answer(session, STORY, reader, edition, 5, NOW + MINUTE)
        assert await last_sent_at(session, reader.id) == NOW + MINUTE
        assert await last_sent_at(session, reader.id + 1) is None
    answer = ("story", "subscriber_id", "edition_id", "state", "attempts", "message_id", "created_at", "settled_at")
    assert await read(database, *answer, kind=DeliveryKind.ANSWER) == [
        (STORY, reader.id, edition.id, SENT, 1, 5, NOW + MINUTE, NOW + MINUTE)
    ]
    # An answer of a moment ago can be what was corrected meanwhile.
    assert await read(database, "story", "subscriber_id", "reply_to", "not_before", kind=CORRECTION) == [
        (STORY, reader.id, 5, NOW + MINUTE)
    ]


async def test_what_another_story_corrected_is_nothing_to_this_one(database: Database) -> None:
    async with database.begin() as session:
        await save_updates(session, "another", [make_update("a")], NOW)
        await retract(session, "another", 1, NOW)
        reader = await make_subscriber(session, 1)
        edition = await make_edition(session, shows=(1,))
        await record_answer(session, STORY, reader, edition, 5, NOW)
    assert await read(database, "kind") == [DeliveryKind.ANSWER]
