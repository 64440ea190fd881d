"""What a server answered, checked before anything reads it: a proxy or a broken server may answer anything.

After the check, an answer of the Bot API has the fields that the Bot API documents, with the types and within the
limits that the bot can use. Everything else becomes an error that says whether the request may be repeated.
"""

import json
import logging
from http import HTTPStatus
from math import ceil, isfinite
from typing import Any, TypeGuard

from telegram.error import NetworkError, TelegramError

_LOGGER = logging.getLogger(__name__)

LONGEST_WAIT_S = 3600  # that a 429 may ask for
_UNSAID_WAIT_S = 30  # if a 429 does not say how long
_USUAL = (b'{"ok":true,"result":', b'{"ok": true, "result":')  # most answers; parsing finds what else is wrong
_ID_BELOW = 1 << 52  # Telegram's identifiers have at most 52 significant bits
_DESCRIPTION = 300  # letters


class NotSent(NetworkError):  # noqa: N818 - as telegram.error names its own
    """The request was not sent, or something on the way refused it: it may be repeated."""

    __slots__ = ()


def check_answer(status: int, body: bytes) -> bytes:
    """Return the body of an answer of the Bot API; correct the fields of a refusal.

    :raises NotSent: if something on the way refused the request: a redirection, or 4xx without the Bot API's words.
    :raises NetworkError: if nobody can tell what became of the request.
    """
    if status < HTTPStatus.OK or status >= HTTPStatus.MULTIPLE_CHOICES:
        return _correct(status, body)
    if not body.startswith(_USUAL):
        answer = _read(body)
        if answer is None or answer.get("ok") is not True or "result" not in answer:
            raise NetworkError("Perhaps sent: the answer is not one of the Bot API")
    return body


def parse_answer(body: bytes) -> dict[str, Any]:
    """Parse a body that was checked. Log nothing: the body may hold what people wrote.

    :raises TelegramError: if it is no JSON object.
    """
    answer = _read(body)
    if answer is None:
        raise TelegramError("Invalid server response")
    return answer


def is_id(value: object) -> TypeGuard[int]:
    """Return whether a value can be the number of a message, a chat or a person."""
    return type(value) is int and abs(value) < _ID_BELOW


def require_message_id(value: object) -> int:
    """Return the number of a sent message.

    :raises NetworkError: if the answer has none that can be used. The message was perhaps sent.
    """
    if type(value) is not int or not 0 < value < _ID_BELOW:
        raise NetworkError("Perhaps sent: the answer has no usable number of the message")
    return value


def _correct(status: int, body: bytes) -> bytes:
    answer = _read(body)
    phrase = _name(status)
    if answer is None or answer.get("ok") is not False:
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotSent(f"Nothing was sent: refused on the way with {phrase}")
        raise NetworkError(f"Perhaps sent: {phrase}, not from the Bot API")
    words = answer.get("description")
    kept: dict[str, Any] = {"ok": False, "error_code": status, "description": phrase}
    if isinstance(words, str) and words.strip():
        kept["description"] = "".join(letter for letter in words[:_DESCRIPTION] if letter.isprintable())
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    moved = parameters.get("migrate_to_chat_id")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        kept["parameters"] = {"retry_after": _read_wait(parameters.get("retry_after"))}
    elif is_id(moved) and moved < 0:
        kept["parameters"] = {"migrate_to_chat_id": moved}
    return json.dumps(kept).encode()


def _read_wait(value: object) -> int:
    """Return the seconds that a 429 asks for, from 1 to an hour."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not (isinstance(value, int) or isfinite(value)):
        return _UNSAID_WAIT_S
    if value > LONGEST_WAIT_S:
        _LOGGER.warning(
            "The server asks to wait %.0f s or more; sending stops for %d s", min(value, 1e12), LONGEST_WAIT_S
        )
    return ceil(min(max(value, 1), LONGEST_WAIT_S))


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
