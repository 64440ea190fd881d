"""/search: updates by words."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.queries import answer_search


async def reply(_update: Update, context: Context) -> None:
    """Show what was found; ask for words where there are none."""
    await context.answer(await answer_search(context.services, context.place, context.words))
