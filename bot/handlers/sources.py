"""/sources: what was read, and who published it."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.queries import answer_sources


async def reply(_update: Update, context: Context) -> None:
    """List what was read, by outlet."""
    await context.answer(await answer_sources(context.services, context.place))
