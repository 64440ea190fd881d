"""Whatever comes over the wire is read or refused: updates, answers, buttons, links, inline queries, locations.

``make fuzz`` tries for longer.
"""

import json
import logging
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import TelegramError

from bot.core.container import Services
from bot.handlers.context import App
from bot.input.parsing import find_zone_at, list_zones
from bot.keyboards.payloads import read_payload, unpack_days
from bot.telegram.answers import LONGEST_WAIT_S, check_answer, parse_answer, require_message_id
from bot.telegram.incoming import read_batch
from tests.bot.conftest import app, telegram
from tests.bot.fakes import FakeTelegram, Reader
from tests.bot.news import publish
from tests.hostile.test_doors import FUZZ, TEXTS

__all__ = ["app", "telegram"]  # fixtures

BOT = Bot("42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc")
USER = {"id": 7, "is_bot": False, "first_name": "سلمى", "username": "salma"}
CHAT = {"id": 7, "type": "private", "first_name": "سلمى"}
MESSAGE = {
    "message_id": 1, "date": 0, "chat": CHAT, "from": USER, "text": "/start",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    "reply_to_message": {"message_id": 2, "date": 0, "chat": CHAT, "text": "خبر"},
}  # fmt: skip
DOCUMENT = {"file_id": "f", "file_unique_id": "u", "file_name": "a.txt", "file_size": 5}
MEMBER = {"user": USER, "status": "member"}
UPDATES: tuple[dict[str, Any], ...] = (
    {"message": MESSAGE},
    {"channel_post": {**MESSAGE, "chat": {"id": -1001, "type": "channel", "title": "قناة"}, "sender_chat": CHAT}},
    {"message": {**MESSAGE, "location": {"latitude": 43.2, "longitude": 76.9}}},
    {"message": {**MESSAGE, "document": DOCUMENT, "caption": "خبر"}},
    {"message": {**MESSAGE, "forward_origin": {"type": "user", "date": 0, "sender_user": USER}}},
    {"callback_query": {"id": "1", "from": USER, "chat_instance": "x", "data": "c:new", "message": MESSAGE}},
    {"inline_query": {"id": "1", "from": USER, "query": "تركيا", "offset": ""}},
    {"my_chat_member": {
        "chat": CHAT, "from": USER, "date": 0, "old_chat_member": MEMBER,
        "new_chat_member": {"user": USER, "status": "kicked", "until_date": 0},
    }},
)  # fmt: skip
RESULTS: tuple[Any, ...] = (MESSAGE, True, {**USER, "is_bot": True}, [MESSAGE], {"file_id": "f", "file_path": "a/b"})
STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just([]), st.just({}),
    st.sampled_from([10**22, -(10**22), 2**63, "x" * 100_000, [[]] * 50, {"id": "x"}]),
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, originals: tuple[Any, ...]) -> Any:
    """Draw one of these objects in which up to three fields are missing, or are something else."""
    whole = deepcopy(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 3))):
        part = whole
        while isinstance(part, (dict, list)) and part:
            key = draw(st.sampled_from(sorted(part))) if isinstance(part, dict) else len(part) - 1
            inner = part[key]
            if not isinstance(inner, (dict, list)) or not inner or draw(st.booleans()):
                if isinstance(part, dict) and draw(st.booleans()):
                    del part[key]
                else:
                    part[key] = deepcopy(draw(STRANGE))  # else the next change would change it for all
                break
            part = inner
    return whole


@FUZZ
@given(changed(UPDATES), st.integers(1, 10**9))
def test_a_changed_update_keeps_no_other_back(update: Any, number: int) -> None:
    good = {"update_id": number, **UPDATES[0]}
    batch = read_batch([{"update_id": number + 1, **update} if isinstance(update, dict) else update, good], BOT)
    assert good["update_id"] in {each.update_id for each in batch.updates}
    assert len(batch.updates) + len(batch.unreadable) == 2
    assert batch.offset in {number + 1, number + 2}


@FUZZ
@given(st.recursive(STRANGE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner)))
def test_anything_in_place_of_updates_is_no_update(given_instead: Any) -> None:
    try:
        batch = read_batch(given_instead, BOT)
    except TelegramError:
        assert not isinstance(given_instead, list)
    else:
        assert batch.updates == ()


@FUZZ
@given(st.sampled_from([200, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502, 700]), changed(RESULTS), st.booleans())
def test_a_changed_answer_is_usable_or_an_error(status: int, result: Any, ok: bool) -> None:
    answer = {"ok": ok, "result": result, "description": result, "parameters": {"retry_after": result}}
    read_answer(status, json.dumps(answer).encode())


@FUZZ
@given(
    st.integers(100, 999), st.binary(max_size=300) | st.sampled_from([b'{"ok":true,"result":', b"[" * 100_000, b"null"])
)
def test_any_bytes_are_an_answer_or_an_error(status: int, body: bytes) -> None:
    read_answer(status, body)


def read_answer(status: int, body: bytes) -> None:
    """Read an answer as every request does."""
    try:
        answer = parse_answer(check_answer(status, body))
    except TelegramError as error:
        assert "\n" not in error.message  # noqa: PT017 - either outcome is right
        return
    if answer["ok"] is True:
        result = answer.get("result")
        try:
            assert require_message_id(result.get("message_id") if isinstance(result, dict) else result) > 0
        except TelegramError:
            return
    elif status == 429:
        assert 1 <= answer["parameters"]["retry_after"] <= LONGEST_WAIT_S


@FUZZ
@given(TEXTS | st.from_regex(r"(u|q|d|c|t|dt)[_:][0-9a-z:-]{0,40}"))
def test_any_payload_is_read(text: str) -> None:
    read_payload(text)
    unpack_days(text)


@FUZZ
@given(st.floats(), st.floats())
def test_any_location_has_a_zone_or_none(latitude: float, longitude: float) -> None:
    assert find_zone_at(latitude, longitude) in {None, *list_zones()}


@pytest.mark.parametrize("database_url", ["sqlite_url"], indirect=True)
@FUZZ
@given(
    data=st.lists(
        TEXTS | st.from_regex(r"(c|p|q|qp|dt|dp|day|d|pic|t|h|s|zone|pause)(:[0-9a-z-]{1,9}){0,3}"), max_size=3
    )
)
async def test_any_button_inline_query_and_message_is_answered_or_passed_over(
    app: App, services: Services, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, data: list[str]
) -> None:
    await publish(services)
    reader = Reader(app, telegram)
    for text in data:
        await reader.press(text)
        await reader.say(text)
        query = {"id": "1", "from": USER, "query": text[:256], "offset": text[:64]}
        await reader.receive({"inline_query": query})
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
