"""The bot was blocked, put out of a group, or let in again; or it is new in a group or channel."""

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.handlers.context import Context
from bot.services import subscriptions
from bot.views.service_messages import greet_group

_OUT = {ChatMember.BANNED, ChatMember.LEFT}


async def note(update: Update, context: Context) -> None:
    """Set the chat aside, or bring it back; say hello where nobody knows the bot yet."""
    change, services, place = update.my_chat_member, context.services, context.place
    if change is None:
        return
    if change.new_chat_member.status in _OUT:
        await subscriptions.leave(services, place)
    elif await subscriptions.come_back(services, place) or change.chat.type == ChatType.PRIVATE:
        return
    elif change.chat.type == ChatType.CHANNEL:
        await context.answer(await subscriptions.start(services, place, in_channel=True))
        note = await subscriptions.confirm_channel(services, place, change.chat.title or "")
        await context.tell(change.from_user.id, note)
    elif change.old_chat_member.status in _OUT:
        await context.reply(greet_group(services.story, services.settings.display))
