"""What an error of a send means: was the message sent, and may it be sent again? Pure."""

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

from bot.telegram.http import NotSent

# The request never left, so that it is safe to repeat: as httpx says it, where that is the client.
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_GONE = ("chat not found", "group chat was deleted", "no rights to send", "not enough rights", "user is deactivated")
_MARKUP = ("can't parse", "message is too long", "entity", "entities")


class Verdict(Enum):
    """What an error of a send means."""

    HALT = auto()  # 429: nobody is sent anything until the deadline
    LATER = auto()  # nothing was sent
    MOVED = auto()  # the group has another id now
    GONE = auto()  # the chat does not want us, or is no more
    MARKUP = auto()  # Telegram does not take it as it is formatted
    UNCERTAIN = auto()  # perhaps delivered: never repeated
    REFUSED = auto()  # this message will never do


def classify(error: TelegramError) -> Verdict:
    """Read an error: was the message sent, and may it be sent again?"""
    if isinstance(error, BadRequest):  # PTB counts it among the errors of the network
        return _judge_refusal(error.message.lower())
    if isinstance(error, NetworkError):
        never_sent = isinstance(error, NotSent) or isinstance(error.__cause__, _NEVER_SENT)
        return Verdict.LATER if never_sent else Verdict.UNCERTAIN
    verdicts = {
        RetryAfter: Verdict.HALT,
        ChatMigrated: Verdict.MOVED,
        Forbidden: Verdict.GONE,
        InvalidToken: Verdict.LATER,
    }
    return verdicts.get(type(error), Verdict.UNCERTAIN)


def _judge_refusal(message: str) -> Verdict:
    if any(words in message for words in _GONE):
        return Verdict.GONE
    return Verdict.MARKUP if any(words in message for words in _MARKUP) else Verdict.REFUSED
