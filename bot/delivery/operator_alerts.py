"""Alerts to the operators: the people in ADMIN_IDS."""

import logging

from telegram.error import TelegramError

from bot.core.container import Services
from bot.telegram.rate_limiter import Bot
from bot.views.operators import report_trouble

_LOGGER = logging.getLogger(__name__)


async def tell_operators(services: Services, bot: Bot, text: str) -> bool:
    """Send a text to every operator and write it to the log; return whether anybody was reached who is to be told."""
    _LOGGER.warning("%s", text)
    return await _send(services, bot, text)


async def tell_troubles(services: Services, bot: Bot) -> None:
    """Tell the operators which troubles last and which are over, each once. Who is not reached is told later."""
    for notice in services.troubles.list_notices():
        if await _send(services, bot, report_trouble(notice)):
            services.troubles.mark_told(notice)
            state = "is over" if notice.is_over else "lasts"
            _LOGGER.warning("Trouble %s %s: %s", notice.trouble, state, notice.reason)


async def _send(services: Services, bot: Bot, text: str) -> bool:
    operators, reached = sorted(services.settings.admin_ids), False
    for chat_id in operators:
        try:
            await bot.send_message(chat_id, text)
            reached = True
        except TelegramError as error:
            if count := services.sender_state.failures.count(f"operator {chat_id}"):
                _LOGGER.warning("Operator %d could not be reached (%d times): %s", chat_id, count, error.message)
    return reached or not operators
