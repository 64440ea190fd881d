"""Rich messages (Bot API 10.1), for which python-telegram-bot has no methods yet.

Not every server knows rich messages, and not every text is accepted. The caller sends a refused message as HTML.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from bot.telegram.answers import require_message_id
from bot.telegram.rate_limiter import Bot, Urgency
from bot.telegram.send_errors import SendFailure, classify

_LOGGER = logging.getLogger(__name__)

_ABOUT_THE_TEXT = {SendFailure.BAD_MARKUP, SendFailure.REJECTED}


@dataclass(slots=True)
class RichSupport:
    """Whether the Bot API server accepts rich messages, as far as is known."""

    lacks_rich: bool = False


async def send_rich(
    bot: Bot, support: RichSupport, rich: str | None, urgency: Urgency = Urgency.ANSWER, **parameters: Any
) -> int | None:
    """Send a rich message; return its id, or None if there is none or the server refused it. Then nothing was sent.

    :param parameters: of ``sendRichMessage``, as JSON values; parameters that are None are left out.
    """
    sent = await _ask(bot, support, "sendRichMessage", rich, urgency, parameters)
    if sent is None:
        return None
    return require_message_id(sent.get("message_id") if isinstance(sent, dict) else None)


async def edit_rich(bot: Bot, support: RichSupport, rich: str | None, **parameters: Any) -> bool:
    """Replace a message with a rich message; return False if there is none or the server refused it."""
    # Telegram ignores the case of method names. With this spelling python-telegram-bot does not use its own method.
    return await _ask(bot, support, "EditMessageText", rich, Urgency.ANSWER, parameters) is not None


async def _ask(
    bot: Bot, support: RichSupport, method: str, rich: str | None, urgency: Urgency, parameters: Mapping[str, Any]
) -> Any:
    if rich is None or support.lacks_rich:
        return None
    given = {name: value for name, value in parameters.items() if value is not None}
    given["rich_message"] = json.dumps(
        {"html": rich, "is_rtl": True, "skip_entity_detection": True}, ensure_ascii=False
    )
    try:
        return await bot.do_api_request(method, given, rate_limit_args=urgency)
    except EndPointNotFound as error:
        if "unauthorized" in str(error.__cause__).lower():  # 401: the token, not the method
            raise InvalidToken(str(error.__cause__)) from None
        support.lacks_rich = True
        _LOGGER.warning("The Bot API server does not support rich messages; sending HTML instead")
    except BadRequest as error:
        if classify(error) not in _ABOUT_THE_TEXT or "not modified" in error.message:
            raise
        _LOGGER.warning("Rich message refused; sending HTML instead: %s", error.message)
    return None
