"""The bot was blocked, or put out of a group; or let in again."""

from telegram import ChatMember, Update

from bot import subscriptions
from bot.context import Context


async def note(update: Update, context: Context) -> None:
    """Set the chat aside, or bring it back."""
    change = update.my_chat_member
    if change is None:
        return
    out = change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
    await (subscriptions.leave if out else subscriptions.come_back)(context.services, context.place)
