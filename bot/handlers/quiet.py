"""/quiet: the hours in which nothing but the digest comes."""

from datetime import time
from functools import partial

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.input.parsing import means_none, parse_quiet
from bot.keyboards.callback_data import NONE
from bot.services import subscriptions
from bot.views.settings import show_quiet


async def reply(_update: Update, context: Context) -> None:
    """Set the hours that were written; offer some where none were, or none that can be read."""
    written = context.words
    hours = (None, None) if means_none(written) else parse_quiet(written)
    page = partial(show_quiet, misread="" if hours else written)
    choice = preferences.choose_quiet(*hours) if hours else None
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """Hours from and to, or none."""
    message_id, (span,) = await context.take_press(update)
    hours = (None, None) if span == NONE else map(time.fromisoformat, span.split("-"))
    choice = preferences.choose_quiet(*hours)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_quiet, choice))
