"""/settings: the topics and the hour, as buttons."""

from telegram import Update

from bot import subscriptions
from bot.context import Context
from bot.keyboards import settings_keyboard
from bot.notices import not_subscribed, show_settings
from storage.values import Subscriber


async def reply(_update: Update, context: Context) -> None:
    """Show the settings."""
    reader = await subscriptions.find_reader(context.services, context.place)
    await context.reply(show_settings(context.services.story, reader) if reader else not_subscribed())


async def press_topic(update: Update, context: Context) -> None:
    """A topic's button: on or off."""
    message_id, (topic,) = await context.take_press(update)
    reader = await subscriptions.switch_topic(context.services, context.place, topic)
    await _show(message_id, context, reader)


async def press_back(update: Update, context: Context) -> None:
    """From the hours back to the settings."""
    message_id, _ = await context.take_press(update)
    await _show(message_id, context, await subscriptions.find_reader(context.services, context.place))


async def _show(message_id: int, context: Context, reader: Subscriber | None) -> None:
    if reader:
        await context.edit_keyboard(message_id, settings_keyboard(context.services.story, reader))
    else:
        await context.reply(not_subscribed())
