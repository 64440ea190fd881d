"""/time: the hour of the digest."""

from datetime import time
from functools import partial

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.input.parsing import parse_time
from bot.services import subscriptions
from bot.views.settings import show_hours


async def reply(_update: Update, context: Context) -> None:
    """Set the hour that was written; offer hours where none was, or none that can be read."""
    written = context.words
    hour = parse_time(written)
    page = partial(show_hours, misread="" if hour is not None else written)
    choice = preferences.choose_hour(hour) if hour is not None else None
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """One of the hours."""
    message_id, (hour,) = await context.take_press(update)
    choice = preferences.choose_hour(time.fromisoformat(hour))
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_hours, choice))
