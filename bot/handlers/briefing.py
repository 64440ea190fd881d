"""/briefing: the story so far as a file to be printed."""

from telegram import Update

from bot.context import Context
from bot.pictures import send_paper


async def reply(_update: Update, context: Context) -> None:
    """Send the file."""
    await send_paper(context)
