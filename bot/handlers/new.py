"""/new: what this reader has not seen."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.queries import answer_new


async def reply(_update: Update, context: Context) -> None:
    """Tell all that is new to this reader."""
    await context.answer(await answer_new(context.services, context.place))
