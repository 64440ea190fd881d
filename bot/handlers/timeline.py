"""/timeline: what happened, day by day."""

from telegram import Update

from bot.answers import answer_timeline
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Show the newest page of the timeline."""
    answer = await answer_timeline(context.services, context.place)
    await context.reply(*answer.messages, reader=answer.reader)
