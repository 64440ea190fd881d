"""/retract, for administrators: take an update back, once it is confirmed."""

from telegram import Update

from bot import admins
from bot.context import Context


async def reply(_update: Update, context: Context) -> None:
    """Show the update of this number, and ask whether it is meant."""
    await context.reply(await admins.propose(context.services, context.words))


async def press(update: Update, context: Context) -> None:
    """It is meant."""
    message_id, (number,) = await context.take_press(update)
    await context.edit(message_id, await admins.take_back(context.services, number))
