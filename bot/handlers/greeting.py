"""The buttons under the greeting, which keeps its text: the topics and the hour."""

from datetime import time

from telegram import InlineKeyboardMarkup, Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.keyboards.settings import greeting_hours_keyboard, greeting_keyboard
from bot.services import subscriptions
from bot.views.service_messages import not_subscribed


async def press_topic(update: Update, context: Context) -> None:
    """A topic's button: on or off."""
    message_id, (topic,) = await context.take_press(update)
    reader = await subscriptions.choose(context.services, context.place, preferences.switch_topic(topic))
    await _show(message_id, context, greeting_keyboard(context.services.story, reader) if reader else None)


async def press_offer(update: Update, context: Context) -> None:
    """The hour's button: show others."""
    message_id, _ = await context.take_press(update)
    reader = await subscriptions.find_reader(context.services, context.place)
    await _show(message_id, context, greeting_hours_keyboard(reader) if reader else None)


async def press_hour(update: Update, context: Context) -> None:
    """One of the hours: take it, and go back to the topics."""
    message_id, (hour,) = await context.take_press(update)
    choice = preferences.choose_hour(time.fromisoformat(hour))
    reader = await subscriptions.choose(context.services, context.place, choice)
    await _show(message_id, context, greeting_keyboard(context.services.story, reader) if reader else None)


async def press_back(update: Update, context: Context) -> None:
    """From the hours back to the topics."""
    message_id, _ = await context.take_press(update)
    reader = await subscriptions.find_reader(context.services, context.place)
    await _show(message_id, context, greeting_keyboard(context.services.story, reader) if reader else None)


async def _show(message_id: int, context: Context, keyboard: InlineKeyboardMarkup | None) -> None:
    if keyboard:
        await context.edit_keyboard(message_id, keyboard)
    else:
        await context.reply(not_subscribed(context.services.settings.display))
