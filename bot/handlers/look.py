"""The page of digits, names of months, plain or rich messages."""

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.services import subscriptions
from bot.views.settings import show_look


async def press(update: Update, context: Context) -> None:
    """One of them."""
    message_id, (value,) = await context.take_press(update)
    choice = preferences.choose_look(value)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_look, choice))
