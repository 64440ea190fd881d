"""/start: subscribe; and what a link asks for beside it."""

from telegram import Update

from bot import subscriptions
from bot.answers import answer_link
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Subscribe the chat, greet it, and open what its link names."""
    answer = await subscriptions.start(context.services, context.place)
    await context.reply(*answer.messages, reader=answer.reader)
    linked = await answer_link(context.services, context.place, " ".join(context.args or []))
    if linked:
        await context.reply(*linked.messages, reader=linked.reader)
