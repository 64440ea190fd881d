"""/stats, for administrators: readers, updates, today's digests."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import moderation


async def reply(_update: Update, context: Context) -> None:
    """Show the numbers."""
    await context.reply(await moderation.show_statistics(context.services))
