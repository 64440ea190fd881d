"""Groups and channels: who may change what the chat gets."""

import logging

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.telegram.rate_limiter import Bot

_LOGGER = logging.getLogger(__name__)

_MANAGERS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}


def is_channel(update: Update) -> bool:
    """Return whether the update comes from a channel, in which all members read and only administrators write."""
    return update.effective_chat is not None and update.effective_chat.type == ChatType.CHANNEL


async def is_manager(update: Update, bot: Bot) -> bool:
    """Return whether the person who wrote or pressed may change what the chat gets.

    In a private chat everybody may. In a group its administrators may, also if they write as the group itself. In a
    channel everybody who posts may, because only administrators can post; a person who presses a button may not.
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
        _LOGGER.warning("Chat %d: administrators could not be read: %s", chat.id, error.message)
        return False
    return member.status in _MANAGERS
