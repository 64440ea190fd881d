"""/briefing: the story so far as a file to be printed."""

from telegram import Update

from bot.handlers.context import Context
from bot.handlers.drawings import send_paper


async def reply(_update: Update, context: Context) -> None:
    """Send the file."""
    await send_paper(context)
