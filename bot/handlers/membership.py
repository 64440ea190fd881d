"""The bot was blocked, or put out of a group."""

from telegram import ChatMember, Update

from bot import subscriptions
from bot.context import Context


async def note(update: Update, context: Context) -> None:
    """Set the chat aside; /start brings it back."""
    change = update.my_chat_member
    if change and change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}:
        await subscriptions.leave(context.services, context.place)
