"""/alerts: of which topics important news comes at once."""

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.services import subscriptions
from bot.views.settings import show_alerts


async def reply(_update: Update, context: Context) -> None:
    """Show the topics."""
    await context.reply(await subscriptions.show(context.services, context.place, show_alerts))


async def press(update: Update, context: Context) -> None:
    """The alerts of a topic: on or off."""
    message_id, (topic,) = await context.take_press(update)
    choice = preferences.switch_alerts(topic)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_alerts, choice))
