"""The page of the topics."""

from telegram import Update

from bot import choices, subscriptions
from bot.context import Context
from bot.forms import show_topics


async def press(update: Update, context: Context) -> None:
    """A topic on or off."""
    message_id, (topic,) = await context.take_press(update)
    page = await subscriptions.show(context.services, context.place, show_topics, choices.switch_topic(topic))
    await context.edit(message_id, page)
