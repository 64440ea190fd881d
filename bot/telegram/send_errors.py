"""Errors of a send: was the message sent, and may it be sent again? Pure."""

from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.answers import NotSent

# The errors of httpx that say that the request never left. Such a request may be repeated.
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
# Telegram's own words for a chat to which the bot cannot write until somebody there changes that. A 403 in other words
# comes from a proxy or a filter, and says nothing about the reader.
_UNREACHABLE = (
    "bot was blocked by the user",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "bot can't send messages to bots",
    "user is deactivated",
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deleted",
    "group is deactivated",
    "chat_write_forbidden",
    "chat_admin_required",
    "chat_restricted",
    "channel_private",
    "input_user_deactivated",
    "user_is_blocked",
    "have no rights to send",
    "no rights to send",
    "not enough rights",
    "need administrator rights",
    "chat_send_plain_forbidden",
    "message thread not found",
    "topic_deleted",
)
_MARKUP = ("can't parse", "message is too long", "entity", "entities")


class SendFailure(Enum):
    """Why a send failed, as far as the sender has to know."""

    RATE_LIMITED = auto()  # 429: nothing may be sent before the deadline
    NOT_SENT = auto()  # no connection: the request may be repeated
    CHAT_MIGRATED = auto()  # the group has another id now
    CHAT_UNREACHABLE = auto()  # the reader blocked the bot, or the chat is gone, in Telegram's own words
    WAY_REFUSED = auto()  # 403 in other words: a proxy or a filter; the request may be repeated
    BAD_MARKUP = auto()  # Telegram refuses the format: plain text may be sent
    UNCERTAIN = auto()  # perhaps delivered: never repeated
    REJECTED = auto()  # Telegram refuses the message in any format


def classify(error: TelegramError) -> SendFailure:
    """Return why the send failed."""
    if isinstance(error, BadRequest):  # a NetworkError in python-telegram-bot
        return _classify_refusal(error.message.lower())
    if isinstance(error, NetworkError):
        never_sent = isinstance(error, NotSent) or isinstance(error.__cause__, _NEVER_SENT)
        return SendFailure.NOT_SENT if never_sent else SendFailure.UNCERTAIN
    if isinstance(error, Forbidden):
        refusal = _classify_refusal(error.message.lower())
        return refusal if refusal is SendFailure.CHAT_UNREACHABLE else SendFailure.WAY_REFUSED
    by_type = {
        RetryAfter: SendFailure.RATE_LIMITED,
        ChatMigrated: SendFailure.CHAT_MIGRATED,
        InvalidToken: SendFailure.NOT_SENT,
    }
    return by_type.get(type(error), SendFailure.UNCERTAIN)


def _classify_refusal(message: str) -> SendFailure:
    if any(words in message for words in _UNREACHABLE):
        return SendFailure.CHAT_UNREACHABLE
    return SendFailure.BAD_MARKUP if any(words in message for words in _MARKUP) else SendFailure.REJECTED
