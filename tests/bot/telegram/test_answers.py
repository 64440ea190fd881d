"""Answers of any kind become an answer of the Bot API, or an error that says whether the request may be repeated."""

import json
from typing import Any

import pytest
from telegram.error import NetworkError, TelegramError

from bot.telegram.answers import NotSent, check_answer, is_id, parse_answer, require_message_id


def refuse(status: int, **fields: Any) -> dict[str, Any]:
    """Return what is left of a refusal."""
    corrected: dict[str, Any] = json.loads(check_answer(status, json.dumps({"ok": False, **fields}).encode()))
    return corrected


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (3, 3), (2.2, 3), ("7", 7), (0, 1), (-1, 1), (10**8, 3600), (999_999_999_999, 3600), (10**40, 3600),
        ("soon", 30), (None, 30), (True, 30), ([5], 30), (float("nan"), 30), (float("inf"), 30),
    ],
)  # fmt: skip
def test_a_wait_is_between_a_second_and_an_hour(asked: object, seconds: int) -> None:
    answer = refuse(429, description="Too Many Requests", parameters={"retry_after": asked})
    assert answer["parameters"] == {"retry_after": seconds}


@pytest.mark.parametrize("chat", [10**22, "-1009", -(10**16), 5, None, [], 0.5])
def test_a_chat_that_cannot_be_one_is_left_out(chat: object) -> None:
    assert "parameters" not in refuse(400, description="group upgraded", parameters={"migrate_to_chat_id": chat})


def test_a_description_is_one_short_line_whatever_it_was() -> None:
    assert refuse(400, description="Bad\n\0Request")["description"] == "BadRequest"
    assert len(refuse(400, description="x" * 10_000)["description"]) == 300
    junk: list[object] = [None, 5, [], {"a": 1}, " "]
    for words in junk:
        assert refuse(400, description=words, parameters="none")["description"] == "400 Bad Request"


@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b"[]", b'{"ok":true}', b"[" * 100_000, b'{"error":"no"}'])
def test_what_is_not_of_the_bot_api_says_whether_it_may_be_repeated(body: bytes) -> None:
    for status in (302, 400, 401, 403, 404, 429):
        with pytest.raises(NotSent):
            check_answer(status, body)
    for status in (200, 500, 502):
        with pytest.raises(NetworkError) as caught:
            check_answer(status, body)
        assert not isinstance(caught.value, NotSent)


def test_an_answer_that_is_cut_short_is_an_error_without_its_content() -> None:
    body = check_answer(200, b'{"ok":true,"result":{"text":"secret')
    with pytest.raises(TelegramError, match=r"\AInvalid server response\Z"):
        parse_answer(body)


def test_numbers_of_messages_are_those_that_a_database_takes() -> None:
    assert require_message_id(12) == 12
    for number in (0, -1, 10**22, "12", True, None, 1.0):
        with pytest.raises(NetworkError, match="Perhaps sent"):
            require_message_id(number)
    assert not is_id(True)
