"""The page of the topics."""

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.services import subscriptions
from bot.views.settings import show_topics


async def press(update: Update, context: Context) -> None:
    """A topic on or off."""
    message_id, (topic,) = await context.take_press(update)
    page = await subscriptions.show(context.services, context.place, show_topics, preferences.switch_topic(topic))
    await context.edit(message_id, page)
