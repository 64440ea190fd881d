"""/pause: nothing for some days."""

from functools import partial

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.input.parsing import parse_days
from bot.keyboards.callback_data import NONE
from bot.services import subscriptions
from bot.views.settings import show_pause


async def reply(_update: Update, context: Context) -> None:
    """Pause for as many days as were written; offer some where none were, or none that can be read."""
    written = context.words
    days = parse_days(written)
    page = partial(show_pause, misread="" if days else written)
    choice = preferences.pause(days) if days else None
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """Some days; or none: the pause is over."""
    message_id, (days,) = await context.take_press(update)
    choice = preferences.resume if days == NONE else preferences.pause(int(days))
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_pause, choice))
