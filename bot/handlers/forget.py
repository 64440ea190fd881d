"""/forget: erase what is kept of a reader, once he has confirmed it."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import privacy, subscriptions
from bot.views.service_messages import ask_to_forget, confirm_forgotten, not_subscribed


async def reply(_update: Update, context: Context) -> None:
    """Ask whether it is meant."""
    reader = await subscriptions.find_reader(context.services, context.place)
    usual = context.services.settings.display
    await context.reply(ask_to_forget(reader.display) if reader else not_subscribed(usual))


async def press(update: Update, context: Context) -> None:
    """It is meant."""
    message_id, _ = await context.take_press(update)
    erased = await privacy.erase(context.services, context.place)
    usual = context.services.settings.display
    await context.edit(message_id, confirm_forgotten(usual) if erased else not_subscribed(usual))
