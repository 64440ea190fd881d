"""The answer of ``getUpdates`` → updates. An update that cannot be read is left out, and the others are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.answers import is_id

_Kinds = Mapping[str, Any]  # the type of a field, or the kinds of the fields of an object; in a list: of its items


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that cannot be read: its number, if it has one, and what kind of error it makes."""

    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The updates of one answer."""

    updates: tuple[Update, ...]
    unreadable: tuple[Unreadable, ...]
    offset: int | None  # that confirms all of them; None if no update has a number


def read_batch(result: object, bot: Bot) -> Batch:
    """Read the result of ``getUpdates``.

    :raises TelegramError: if it is no list.
    """
    if not isinstance(result, list):
        raise TelegramError("The answer to getUpdates is no list of updates")
    updates, unreadable, numbers = [], [], []
    for given in result:
        number = given.get("update_id") if isinstance(given, dict) else None
        number = number if is_id(number) and number >= 0 else None
        if number is not None:
            numbers.append(number)
        try:
            updates.append(_read(given, number, bot))
        # Whatever one update brings about, the others are answered. Its content stays out of the log.
        except Exception as error:  # noqa: BLE001
            unreadable.append(Unreadable(number, type(error).__name__))
    return Batch(tuple(updates), tuple(unreadable), max(numbers) + 1 if numbers else None)


def _read(given: Any, number: int | None, bot: Bot) -> Update:
    if number is None:
        raise TypeError("an update without a number")
    _check(given, _UPDATE)
    update = Update.de_json(given, bot)
    _require(update.message, "chat")
    _require(update.channel_post, "chat")
    _require(update.callback_query, "from_user")
    _require(update.inline_query, "from_user")
    _require(update.my_chat_member, "chat", "from_user", "old_chat_member", "new_chat_member")
    return update


def _require(part: object, *names: str) -> None:
    """Check that a part of an update has what python-telegram-bot lets be missing.

    :raises TypeError: if it has not.
    """
    if part is not None and any(getattr(part, name) is None for name in names):
        raise TypeError("a part is missing")


def _check(given: object, kinds: _Kinds) -> None:
    """Check the types of the fields that the bot reads.

    :raises TypeError: if one has another type, or is a number that no database takes.
    """
    if not isinstance(given, dict):
        raise TypeError("not an object")
    for name, kind in kinds.items():
        value = given.get(name)
        if value is None:
            continue
        if isinstance(kind, Mapping):
            _check(value, kind)
        elif isinstance(kind, list):
            if not isinstance(value, list):
                raise TypeError(name)
            for item in value:
                _check(item, kind[0])
        elif not _fits(value, kind):
            raise TypeError(name)


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return is_id(value)
    if kind is float:
        return type(value) is float or is_id(value)
    return type(value) is kind


_CHAT: _Kinds = {"id": int, "type": str, "title": str, "username": str, "first_name": str, "last_name": str}
_USER: _Kinds = {
    "id": int, "is_bot": bool, "first_name": str, "last_name": str, "username": str, "language_code": str,
}  # fmt: skip
_ENTITIES: list[_Kinds] = [{"type": str, "offset": int, "length": int, "url": str}]
_FILE: _Kinds = {"file_id": str, "file_unique_id": str, "file_name": str, "mime_type": str, "file_size": int}
_ORIGIN: _Kinds = {
    "type": str, "date": int, "sender_user": _USER, "sender_user_name": str, "sender_chat": _CHAT, "chat": _CHAT,
    "message_id": int, "author_signature": str,
}  # fmt: skip
_REPLIED: _Kinds = {
    "message_id": int, "date": int, "edit_date": int, "chat": _CHAT, "from": _USER, "sender_chat": _CHAT,
    "message_thread_id": int, "is_topic_message": bool, "text": str, "caption": str, "entities": _ENTITIES,
    "caption_entities": _ENTITIES, "location": {"latitude": float, "longitude": float}, "document": _FILE,
    "photo": [_FILE], "forward_origin": _ORIGIN,
}  # fmt: skip
_MESSAGE: _Kinds = {**_REPLIED, "reply_to_message": _REPLIED}
_MEMBER: _Kinds = {"status": str, "user": _USER}
_UPDATE: _Kinds = {
    "message": _MESSAGE,
    "channel_post": _MESSAGE,
    "callback_query": {"id": str, "from": _USER, "message": _MESSAGE, "data": str, "chat_instance": str},
    "inline_query": {"id": str, "from": _USER, "query": str, "offset": str},
    "my_chat_member": {
        "chat": _CHAT, "from": _USER, "date": int, "old_chat_member": _MEMBER, "new_chat_member": _MEMBER,
    },
}  # fmt: skip
