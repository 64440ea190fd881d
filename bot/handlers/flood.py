"""What somebody is told who asks faster than he can be answered."""

import logging

from telegram import Update
from telegram.error import TelegramError

from bot.views.service_messages import one_at_a_time

_LOGGER = logging.getLogger(__name__)


async def refuse(update: Update) -> None:
    """Say it once; what was asked before is still answered."""
    words = one_at_a_time()
    try:
        if update.callback_query:
            await update.callback_query.answer(words.text)
        elif update.message:
            await update.message.reply_text(words.text)
    except TelegramError as error:
        _LOGGER.info("Whoever asks too fast could not be told: %s", error.message)
