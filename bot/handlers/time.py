"""/time: the hour of the digest."""

from datetime import time
from functools import partial

from telegram import Update

from bot import choices, subscriptions
from bot.context import Context
from bot.forms import show_hours
from bot.hours import parse_time


async def reply(_update: Update, context: Context) -> None:
    """Set the hour that was written; offer hours where none was, or none that can be read."""
    written = context.words
    hour = parse_time(written)
    page = partial(show_hours, misread="" if hour is not None else written)
    choice = choices.choose_hour(hour) if hour is not None else None
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """One of the hours."""
    message_id, (hour,) = await context.take_press(update)
    choice = choices.choose_hour(time.fromisoformat(hour))
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_hours, choice))
