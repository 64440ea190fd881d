"""/time: the hour of the digest."""

from datetime import time

from telegram import Update

from bot import subscriptions
from bot.context import Context
from bot.hours import parse_time
from bot.keyboards import hours_keyboard, settings_keyboard
from bot.notices import confirm_hour, not_subscribed, offer_hours


async def reply(_update: Update, context: Context) -> None:
    """Set the hour that was written; offer hours where none was, or none that can be read."""
    written = " ".join(context.args or [])
    hour = parse_time(written)
    if hour:
        reader = await subscriptions.choose_hour(context.services, context.place, hour)
        await context.reply(confirm_hour(reader) if reader else not_subscribed())
    else:
        reader = await subscriptions.find_reader(context.services, context.place)
        await context.reply(offer_hours(reader, written) if reader else not_subscribed())


async def press_offer(update: Update, context: Context) -> None:
    """The hour's button: show others."""
    message_id, _ = await context.take_press(update)
    reader = await subscriptions.find_reader(context.services, context.place)
    if reader:
        await context.edit_keyboard(message_id, hours_keyboard(reader))
    else:
        await context.reply(not_subscribed())


async def press_hour(update: Update, context: Context) -> None:
    """One of the hours: take it, and go back to the settings."""
    message_id, (hour,) = await context.take_press(update)
    reader = await subscriptions.choose_hour(context.services, context.place, time.fromisoformat(hour))
    if reader:
        await context.edit_keyboard(message_id, settings_keyboard(context.services.story, reader))
    else:
        await context.reply(not_subscribed())
