"""/pause: nothing for some days."""

from functools import partial

from telegram import Update

from bot import choices, subscriptions
from bot.buttons import NONE
from bot.context import Context
from bot.forms import show_pause
from bot.written import parse_days


async def reply(_update: Update, context: Context) -> None:
    """Pause for as many days as were written; offer some where none were, or none that can be read."""
    written = context.words
    days = parse_days(written)
    page = partial(show_pause, misread="" if days else written)
    choice = choices.pause(days) if days else None
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """Some days; or none: the pause is over."""
    message_id, (days,) = await context.take_press(update)
    choice = choices.resume if days == NONE else choices.pause(int(days))
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_pause, choice))
