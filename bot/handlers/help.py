"""/help: what can be asked for."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.moderation import is_admin
from bot.services.queries import answer_help


async def reply(update: Update, context: Context) -> None:
    """List the commands; to an administrator his own, too."""
    to_admin = is_admin(update, context.services)
    await context.answer(await answer_help(context.services, context.place, to_admin=to_admin))
