"""What readers get if an update cannot be handled: an exception, a stale button, a flood of requests."""

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import BaseHandler

from bot.domain.trouble import is_of_database
from bot.handlers.context import Context
from bot.handlers.conversation import Conversation
from bot.handlers.request import parse_request
from bot.views.service_messages import failure, one_at_a_time, stale_button

_LOGGER = logging.getLogger(__name__)


async def report_failure(update: object, context: Context) -> None:
    """Log an exception, and tell the reader who waits for an answer."""
    services, error = context.services, context.error
    if error is None:
        return
    if is_of_database(error):
        services.troubles.note_error(error, "answers")
    if count := services.sender_state.failures.count(f"update {error!r:.100}"):
        _LOGGER.error("Update not handled (%d such since the last line)", count, exc_info=error)
    request = parse_request(update, context.bot.username) if isinstance(update, Update) else None
    if request is None or isinstance(context.error, Forbidden):
        return
    try:
        await Conversation(context.bot, context.services, request).reply(failure())
    except TelegramError as refusal:
        if count := services.sender_state.failures.count("failure message"):
            _LOGGER.warning("Failure message not sent (%d such since the last line): %s", count, refusal.message)


async def refuse_flood(update: Update) -> None:
    """Ask a reader who floods the bot to wait; the updates that wait already are still answered."""
    words = one_at_a_time()
    try:
        if update.callback_query:
            await update.callback_query.answer(words.text)
        elif update.message:
            await update.message.reply_text(words.text)
    except TelegramError as error:
        _LOGGER.info("Flood warning not sent: %s", error.message)


async def refuse_press(update: Update, _context: Context) -> None:
    """Answer a button of an old message, or a forged one."""
    if update.callback_query:
        try:
            await update.callback_query.answer(stale_button())
        except BadRequest as error:  # the press is too old: the bot was away
            _LOGGER.info("Callback query not answered: %s", error.message)


class EmptyPressHandler(BaseHandler[Update, Context, Any]):
    """Handles presses without data or message, which python-telegram-bot hands to any handler of buttons."""

    def check_update(self, update: object) -> bool:
        """Return whether the update is such a press."""
        query = update.callback_query if isinstance(update, Update) else None
        return query is not None and not (query.data and query.message)
