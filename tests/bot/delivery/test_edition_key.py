"""Nothing of a subscriber reaches a message unless the key of the edition holds it."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.delivery.edition_key import make_key
from storage.model.audience import AUDIENCE_FIELDS, Audience
from storage.model.values import (
    Delivery,
    DeliveryKind,
    Digits,
    DisplayPreferences,
    Format,
    Months,
    Subscriber,
    SubscriberState,
)
from storage.subscribers.accounts import COLUMNS

NOW = datetime(2022, 1, 7, 22, tzinfo=UTC)  # 8 January in Riyadh
READER = Subscriber(
    id=1,
    chat_id=1001,
    thread_id=None,
    state=SubscriberState.ACTIVE,
    muted=frozenset(),
    alerts=frozenset(),
    digest_time=time(8),
    zone="Asia/Riyadh",
    quiet_from=None,
    quiet_to=None,
    paused_until=None,
    tells_nothing_new=False,
    next_due_at=NOW,
    digested_on=date(2022, 1, 6),
    offered_up_to=0,
    seen_set_id=None,
    created_at=NOW,
)
# What a message may depend on: the setting → another value of it.
REACHES: dict[str, Any] = {
    "seen_set_id": 7,
    "offered_up_to": 40,
    "muted": frozenset({"csto"}),
    "alerts": frozenset({"csto"}),
    "tells_nothing_new": True,
    "zone": "America/New_York",  # decides which day is today
}
DISPLAY: dict[str, Any] = {"format": Format.RICH, "digits": Digits.ARABIC, "months": Months.LEVANT}
# What decides only where and when a message goes.
NEVER_REACHES = {
    "id",
    "chat_id",
    "thread_id",
    "state",
    "digest_time",
    "quiet_from",
    "quiet_to",
    "paused_until",
    "next_due_at",
    "digested_on",
    "created_at",
    "begins_after",  # nothing is offered before it: ``offered_up_to`` is never less
}
DEPENDS_ON = {
    DeliveryKind.DIGEST: {"seen_set_id", "offered_up_to", "muted", "tells_nothing_new", "zone"},
    DeliveryKind.ALERT: {"seen_set_id", "offered_up_to", "muted", "alerts", "zone"},
    DeliveryKind.CORRECTION: {"seen_set_id", "zone"},
    DeliveryKind.BROADCAST: {"zone"},
}


def key_of(kind: DeliveryKind, reader: Subscriber) -> object:
    corrects = 3 if kind is DeliveryKind.CORRECTION else None
    announces = 4 if kind is DeliveryKind.BROADCAST else None
    delivery = Delivery(9, reader, kind, None, corrects, announces, reply_to=None, attempts=0)
    return make_key(delivery, 5, NOW)


def test_each_setting_is_listed_as_reaching_messages_or_not() -> None:
    settings = {field.name for field in fields(Subscriber)}
    assert settings == REACHES.keys() | NEVER_REACHES | {"display"}, (
        "name the new setting of Subscriber in REACHES or NEVER_REACHES; what reaches a message belongs to EditionKey"
    )
    looks = {field.name for field in fields(DisplayPreferences)}
    assert looks == DISPLAY.keys(), "name another value of the new setting of DisplayPreferences in DISPLAY"


@pytest.mark.parametrize("kind", DEPENDS_ON)
@pytest.mark.parametrize("setting", REACHES)
def test_a_key_differs_where_the_message_may_differ(kind: DeliveryKind, setting: str) -> None:
    other = replace(READER, **{setting: REACHES[setting]})
    assert (key_of(kind, other) != key_of(kind, READER)) is (setting in DEPENDS_ON[kind])


@pytest.mark.parametrize("kind", DEPENDS_ON)
@pytest.mark.parametrize("setting", DISPLAY)
def test_every_message_depends_on_how_it_is_displayed(kind: DeliveryKind, setting: str) -> None:
    other = replace(READER, display=replace(READER.display, **{setting: DISPLAY[setting]}))
    assert key_of(kind, other) != key_of(kind, READER)


@pytest.mark.parametrize("kind", DEPENDS_ON)
def test_readers_in_other_places_share_a_key(kind: DeliveryKind) -> None:
    elsewhere = replace(READER, id=2, chat_id=-100, thread_id=5, digest_time=time(20), quiet_from=time(22))
    assert key_of(kind, elsewhere) == key_of(kind, READER)


def test_audiences_are_counted_by_the_columns_of_the_key() -> None:
    assert set(AUDIENCE_FIELDS) == {"seen_set_id", "offered_up_to", "muted", *DISPLAY}
    assert set(AUDIENCE_FIELDS) <= {column.key for column in COLUMNS}
    for setting in ("seen_set_id", "offered_up_to", "muted"):
        other = replace(READER, **{setting: REACHES[setting]})
        assert Audience.of(other) != Audience.of(READER)
