"""/figures: who counted what, and when."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.queries import answer_figures


async def reply(_update: Update, context: Context) -> None:
    """Show the figures side by side."""
    await context.answer(await answer_figures(context.services, context.place))
