"""Groups and channels: who may change what they get, and where their readers read on."""

import logging

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.telegram.rate_limiter import Bot

_LOGGER = logging.getLogger(__name__)

_MANAGERS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}


def is_channel(update: Update) -> bool:
    """Whether this happens in a channel, where all read and only administrators write."""
    return update.effective_chat is not None and update.effective_chat.type == ChatType.CHANNEL


async def is_manager(update: Update, bot: Bot) -> bool:
    """Whether whoever wrote or pressed this may change what the chat gets.

    In a private chat everybody may; in a group its administrators, also those who write as the group itself; in a
    channel whoever posts, for only administrators can, but not whoever presses a button.
    """
    chat, user = update.effective_chat, update.effective_user
    if chat is None or chat.type == ChatType.PRIVATE or update.channel_post:
        return chat is not None
    if update.message and update.message.sender_chat and update.message.sender_chat.id == chat.id:
        return True
    if user is None:
        return False
    try:
        member = await bot.get_chat_member(chat.id, user.id)
    except TelegramError as error:
        _LOGGER.warning("Who manages the chat %d is not known: %s", chat.id, error.message)
        return False
    return member.status in _MANAGERS
