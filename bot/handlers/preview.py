"""/preview, for administrators: what would go out now."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import newsroom


async def reply(_update: Update, context: Context) -> None:
    """Show the digest that most readers would get; nobody has read it by that."""
    await context.answer(await newsroom.preview(context.services))
