"""Updates of Telegram → what was asked, where, and by which button. Pure."""

import re
from dataclasses import dataclass

from telegram import Message, Update
from telegram.constants import ChatType

from bot.domain.chat import Place
from bot.input.spelling import cut


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: its message, its data, and the groups that the pattern of its handler found in the data."""

    message_id: int
    data: str
    arguments: tuple[str, ...]
    is_on_photo: bool


@dataclass(frozen=True, slots=True)
class Request:
    """An update that comes from a chat."""

    update: Update
    place: Place
    text: str  # of the message, without the name of the bot; as much of it as is read
    whole_text: str  # of the message, without the name of the bot; only the newsroom's own texts may be long
    arguments: str  # what follows the command, with its line breaks, however long it is
    reply_to: int | None  # the message to reply to, if several people write in the chat
    press: Press | None = None

    @property
    def words(self) -> str:
        """Return the arguments on one line, as much of them as is read."""
        return " ".join(cut(self.arguments).split())


def parse_request(update: Update, username: str, match: re.Match[str] | None = None) -> Request | None:
    """Return what an update asks; None if it comes from no chat, as inline queries do."""
    chat = update.effective_chat
    if chat is None:
        return None
    message = update.effective_message
    text = ((message and message.text) or "").replace(f"@{username}", " ").strip()
    arguments = text.partition(text.split(maxsplit=1)[0])[2].strip() if text.startswith("/") else ""
    replies = update.message if chat.type != ChatType.PRIVATE else None
    reply_to = replies.message_id if replies else None
    place, press = Place(chat.id, _find_thread(message)), _parse_press(update, match)
    return Request(update, place, cut(text), text, arguments, reply_to, press)


def _find_thread(message: Message | None) -> int | None:
    """Return the topic of a forum. A reply in an ordinary group has a thread too, but nobody can send to that one."""
    in_forum = message is not None and getattr(message, "is_topic_message", False)
    return message.message_thread_id if message and in_forum else None


def _parse_press(update: Update, match: re.Match[str] | None) -> Press | None:
    query = update.callback_query
    if query is None or query.message is None or match is None:
        return None
    is_on_photo = isinstance(query.message, Message) and bool(query.message.photo)
    return Press(query.message.message_id, query.data or "", match.groups(), is_on_photo)
