"""/retract, for administrators: take an update back, once it is confirmed."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import moderation


async def reply(_update: Update, context: Context) -> None:
    """Show the update of this number, and ask whether it is meant."""
    await context.reply(await moderation.propose(context.services, context.words))


async def press(update: Update, context: Context) -> None:
    """It is meant."""
    message_id, (number,) = await context.take_press(update)
    await context.edit(message_id, await moderation.take_back(context.services, number))
