"""Inline mode: the bot's answers to «@bot words», and the results that people pick."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.preview.protocol import (
    ANYBODY,
    Content,
    Message,
    Parameters,
    Sender,
    bad_request,
    read_inline_keyboard,
    read_rich,
)
from bot.preview.state.queries import InlineAnswer
from bot.preview.state.world import World

MAX_RESULTS = 50
MAX_ID = 64  # bytes, of a result and of an offset
MAX_START = 64
_CACHE_TIME = 300  # seconds
_START = re.compile(r"[A-Za-z0-9_-]+")


def read_answer(given: Parameters) -> InlineAnswer:
    """Read the parameters of ``answerInlineQuery``. Raises ``ApiError`` if Telegram would refuse them."""
    results = given.json("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("results must be an Array")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    seen: set[str] = set()
    for result in results:
        _check_result(given, result, seen)
    next_offset = given.text("next_offset")
    if len(next_offset.encode()) > MAX_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    return InlineAnswer(
        results,
        next_offset,
        given.integer("cache_time", _CACHE_TIME),
        given.flag("is_personal"),
        _check_button(given.json("button", "InlineQueryResultsButton")),
    )


def answer_inline(world: World, query_id: str, answer: InlineAnswer) -> None:
    """Answer an inline query, once; the answer is kept in ``world.queries.inline``."""
    query = world.queries.find_open(query_id)
    world.queries.inline[query_id] = replace(query, answer=answer)
    world.tell("inline", query=query_id, offset=query.offset, **answer._asdict())


def pick_inline(world: World, query_id: str, result_id: str, chat_id: int, *, sender: Sender = ANYBODY) -> Message:
    """Pick a result: it becomes the person's message in a chat, sent via the bot."""
    result = world.queries.find_result(query_id, result_id)
    if sender.by is None:
        sender = sender._replace(by=world.queries.inline[query_id].person)
    content = _read_content(Parameters({}).nested(result["input_message_content"]))
    keyboard = read_inline_keyboard(result.get("reply_markup"))
    return world.post(chat_id, content, sender, picked={"via_bot": True, "keyboard": keyboard})


def _check_result(given: Parameters, result: Any, seen: set[str]) -> None:
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    if result.get("type") != "article":
        raise bad_request("can't parse inline query result: the preview takes articles only")
    if (reason := _find_fault(result, seen)) is not None:
        raise bad_request(reason)
    _read_content(given.nested(result["input_message_content"]))
    read_inline_keyboard(result.get("reply_markup"))
    seen.add(result["id"])


def _find_fault(result: Mapping[str, Any], seen: set[str]) -> str | None:
    result_id = result.get("id")
    if not isinstance(result_id, str) or not result_id:
        return "RESULT_ID_EMPTY"
    if len(result_id.encode()) > MAX_ID:
        return "RESULT_ID_INVALID"
    if result_id in seen:
        return "RESULT_ID_DUPLICATE"
    if not str(result.get("title", "")).strip():
        return "ARTICLE_TITLE_EMPTY"
    if not isinstance(result.get("input_message_content"), dict):
        return "can't parse inline query result: input message content is not specified"
    return None


def _read_content(given: Parameters) -> Content:
    """Read the message of a result: a text, or rich blocks."""
    rich = given.json("rich_message", "rich message")
    return Content(given.formatted("message_text")) if rich is None else read_rich(rich)


def _check_button(button: Any) -> dict[str, Any] | None:
    """Check the button above the results: a text, and a parameter for starting the private chat."""
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse InlineQueryResultsButton: Can't find field \"text\"")
    if "web_app" not in button:
        start = str(button.get("start_parameter", ""))
        if not start:
            raise bad_request("can't use empty start_parameter")
        if len(start) > MAX_START:
            raise bad_request("too long start_parameter specified")
        if not _START.fullmatch(start):
            raise bad_request("unallowed characters in start_parameter are used")
    return button
