"""What happens when something goes wrong: a line in the log, a kind word to the reader."""

import logging

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.handlers.context import Context
from bot.views.service_messages import failure

_LOGGER = logging.getLogger(__name__)


async def report(update: object, context: Context) -> None:
    """Log the error, and tell whoever waits for an answer."""
    _LOGGER.error("An update could not be handled", exc_info=context.error)
    if not isinstance(update, Update) or not update.effective_chat or isinstance(context.error, Forbidden):
        return
    try:
        await context.reply(failure())
    except TelegramError as error:
        _LOGGER.warning("Nor could the reader be told: %s", error.message)
