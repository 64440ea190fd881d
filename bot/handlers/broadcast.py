"""/broadcast, for administrators: a word to all, once it is confirmed."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import newsroom


async def reply(_update: Update, context: Context) -> None:
    """Show what would go to all, and to how many."""
    answer = await newsroom.propose_broadcast(context.services, context.place.chat_id, context.rest)
    await context.answer(answer)


async def press(update: Update, context: Context) -> None:
    """It is meant."""
    message_id, (number,) = await context.take_press(update)
    await context.turn(message_id, await newsroom.broadcast(context.services, int(number)))
