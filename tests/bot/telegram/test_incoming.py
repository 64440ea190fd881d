"""Updates of ``getUpdates``: one that cannot be read keeps no other back."""

from typing import Any

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.incoming import read_batch

BOT = Bot("42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc")


def make_message(**fields: Any) -> dict[str, Any]:
    """Return a message; a field that is None is left out."""
    user = {"id": 7, "is_bot": False, "first_name": "سلمى"}
    usual = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": user, "text": "الجديد"}
    return {name: value for name, value in (usual | fields).items() if value is not None}


def make_update(number: Any = 5, **message: Any) -> dict[str, Any]:
    return {"update_id": number, "message": make_message(**message)}


BAD_MESSAGES: list[dict[str, Any]] = [
    {"date": None}, {"date": "today"}, {"date": 10**20}, {"date": []}, {"message_id": "1"}, {"message_id": 10**22},
    {"text": 5}, {"text": {"a": 1}}, {"chat": None}, {"chat": 7}, {"chat": {"id": "7", "type": "private"}},
    {"chat": {"id": 10**22, "type": "private"}}, {"chat": {"id": 7, "type": 5}}, {"from": []}, {"entities": {}},
    {"entities": [5]}, {"entities": [{"type": "bold", "offset": "0", "length": 1}]},
    {"location": {"latitude": "north", "longitude": 1}}, {"document": {"file_id": 5, "file_unique_id": "x"}},
    {"reply_to_message": {"message_id": 1}}, {"from": {"id": 7, "is_bot": "no", "first_name": "x"}},
]  # fmt: skip


@pytest.mark.parametrize("fields", BAD_MESSAGES, ids=str)
def test_a_message_that_cannot_be_read_is_left_out_and_confirmed(fields: dict[str, Any]) -> None:
    batch = read_batch([make_update(5), make_update(6, **fields), make_update(7)], BOT)
    assert [update.update_id for update in batch.updates] == [5, 7]
    assert [each.number for each in batch.unreadable] == [6]
    assert batch.offset == 8
    assert "الجديد" not in str(batch.unreadable)


@pytest.mark.parametrize(
    "given", [None, 5, "x", [], {}, {"update_id": "9"}, {"update_id": 10**20}, {"update_id": True}]
)
def test_an_update_without_a_number_is_left_out(given: object) -> None:
    batch = read_batch([given, make_update(5)], BOT)
    assert [update.update_id for update in batch.updates] == [5]
    assert batch.offset == 6
    assert read_batch([given], BOT).offset is None


@pytest.mark.parametrize("result", [None, True, {}, "x", 5])
def test_an_answer_that_is_no_list_is_an_error(result: object) -> None:
    with pytest.raises(TelegramError):
        read_batch(result, BOT)


def test_other_updates_are_checked_too() -> None:
    user = {"id": 7, "is_bot": False, "first_name": "س"}
    good = {"id": "1", "from": user, "query": "تركيا", "offset": ""}
    wrong = [{**good, "query": 5}, {**good, "from": None}, {**good, "id": 5}, []]
    numbered = [{"update_id": number, "inline_query": query} for number, query in enumerate([good, *wrong])]
    batch = read_batch(numbered, BOT)
    assert [update.update_id for update in batch.updates] == [0]
    assert batch.offset == 5
