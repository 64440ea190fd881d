"""Which messages of people reach the bot."""

import re

from bot.preview.protocol import BOT_USERNAME, Chat, Kind, MemberStatus, Message

_COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@(?P<bot>[A-Za-z0-9_]+))?")


def reaches_bot(chat: Chat, message: Message) -> bool:
    """Return whether a message reaches the bot: commands, mentions and replies in a group, all if it administers it."""
    if chat.kind is Kind.PRIVATE or chat.status is MemberStatus.ADMINISTRATOR:
        return True
    if chat.kind is Kind.CHANNEL or chat.status is not MemberStatus.MEMBER:
        return False
    return message.via_bot or _is_meant(message.content.text.text) or _answers_bot(chat, message)


def _is_meant(text: str) -> bool:
    if command := _COMMAND.match(text):
        return command["bot"] is None or command["bot"].lower() == BOT_USERNAME
    return f"@{BOT_USERNAME}" in text


def _answers_bot(chat: Chat, message: Message) -> bool:
    replied = chat.messages.get(message.reply_to or 0)
    return replied is not None and replied.from_bot
