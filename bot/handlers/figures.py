"""/figures: who counted what, and when."""

from telegram import Update

from bot.answers import answer_figures
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Show the figures side by side."""
    await context.answer(await answer_figures(context.services, context.place))
