"""/amend, for administrators: put another text in the place of an update's, once it is confirmed."""

from telegram import Message, MessageEntity, Update

from bot.handlers.context import Context
from bot.services import moderation


async def reply(_update: Update, context: Context) -> None:
    """Show the update of this number and the text that is to replace it, and ask whether it is meant."""
    number, _, text = context.words.partition(" ")
    await context.reply(await moderation.propose(context.services, number, text))


async def press(update: Update, context: Context) -> None:
    """It is meant: the text is the one that the confirmation itself shows, so that no restart can lose it."""
    message_id, (number,) = await context.take_press(update)
    shown = update.callback_query and update.callback_query.message
    quoted = shown.parse_entities([MessageEntity.BLOCKQUOTE]) if isinstance(shown, Message) else {}
    await context.edit(message_id, await moderation.take_back(context.services, number, " ".join(quoted.values())))
