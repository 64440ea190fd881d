"""/start: subscribe."""

from telegram import Update

from bot import subscriptions
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Subscribe the chat, and greet it."""
    answer = await subscriptions.start(context.services, context.place)
    await context.reply(*answer.messages, reader=answer.reader)
