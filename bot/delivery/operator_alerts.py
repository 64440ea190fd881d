"""Alerts to the operators: the people in ADMIN_IDS."""

import logging

from telegram.error import TelegramError

from bot.core.container import Services
from bot.telegram.rate_limiter import Bot

_LOGGER = logging.getLogger(__name__)


async def tell_operators(services: Services, bot: Bot, text: str) -> None:
    """Send a text to every operator and write it to the log."""
    _LOGGER.warning("%s", text)
    for chat_id in sorted(services.settings.admin_ids):
        try:
            await bot.send_message(chat_id, text)
        except TelegramError as error:
            _LOGGER.warning("Operator %d could not be reached: %s", chat_id, error.message)
