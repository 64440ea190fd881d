"""The page of digits, names of months, plain or rich messages."""

from telegram import Update

from bot import choices, subscriptions
from bot.context import Context
from bot.forms import show_look


async def press(update: Update, context: Context) -> None:
    """One of them."""
    message_id, (value,) = await context.take_press(update)
    choice = choices.choose_look(value)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_look, choice))
