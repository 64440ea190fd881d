"""/stats, for administrators: readers, updates, today's digests."""

from telegram import Update

from bot import admins
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Show the numbers."""
    await context.reply(await admins.show_statistics(context.services))
