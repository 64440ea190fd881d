"""What is not understood gets a question back, never silence."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.handlers.context import Context
from bot.services.queries import answer_words
from bot.views.service_messages import stale_button


async def reply(_update: Update, context: Context) -> None:
    """Words that name no command are looked for; where nothing is found, ask what was meant."""
    await context.answer(await answer_words(context.services, context.place, context.said))


async def reply_to_button(update: Update, context: Context) -> None:
    """A button of an old message, or a forged one."""
    await context.reject(update, stale_button())


class EmptyPressHandler(BaseHandler[Update, Context, Any]):
    """Presses that name nothing, or no message: python-telegram-bot hands them to any handler of buttons."""

    def check_update(self, update: object) -> bool:
        """Whether it is such a press."""
        query = update.callback_query if isinstance(update, Update) else None
        return query is not None and not (query.data and query.message)
