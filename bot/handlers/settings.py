"""/settings: all that can be chosen, and the pages on which it is."""

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.services import subscriptions
from bot.views.settings import PAGES, show_settings


async def reply(_update: Update, context: Context) -> None:
    """Show what holds."""
    await context.reply(await subscriptions.show(context.services, context.place, show_settings))


async def press_page(update: Update, context: Context) -> None:
    """Turn to a page, or back to the settings."""
    message_id, (name,) = await context.take_press(update)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, PAGES[name]))


async def press_nothing_new(update: Update, context: Context) -> None:
    """A word on a day without news: on or off."""
    message_id, _ = await context.take_press(update)
    page = await subscriptions.show(context.services, context.place, show_settings, preferences.switch_nothing_new)
    await context.edit(message_id, page)
