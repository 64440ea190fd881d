"""The record of the world: chats, messages, files, and their form in the Bot API and on the page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core.clock import Clock
from bot.preview.protocol import (
    ANONYMOUS,
    Chat,
    Document,
    Kind,
    MemberStatus,
    Message,
    Photo,
    Profile,
    Role,
    bad_request,
)

Listener = Callable[[dict[str, Any]], None]


class Record:
    """Chats, messages, files, and the bot's profile. Listeners are told of every change."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.chats: dict[int, Chat] = {}
        self.photos: dict[str, Photo] = {}
        self.documents: dict[str, Document] = {}
        self.profile = Profile()
        self.listeners: set[Listener] = set()
        self._last_message = 0

    @property
    def bot(self) -> dict[str, Any]:
        """Return the bot as the Bot API's User."""
        return self.profile.user

    def tell(self, kind: str, **data: Any) -> None:
        """Tell all listeners what happened."""
        for listener in tuple(self.listeners):
            listener({"kind": kind, **data})

    def now(self) -> int:
        """Return the time in seconds, as in messages."""
        return int(self.clock().timestamp())

    def find_chat(self, chat_id: int | str) -> Chat:
        """Return the chat with an id, or the public one with an @name. Raises ``ApiError`` if there is none."""
        if isinstance(chat_id, str):
            chat = next((chat for chat in self.chats.values() if chat.username == chat_id.removeprefix("@")), None)
        else:
            chat = self.chats.get(chat_id)
        if chat is None or chat.status is MemberStatus.NOT_FOUND:
            raise bad_request("chat not found")
        return chat

    def find_person(self, chat_id: int | None) -> dict[str, Any]:
        """Return the person of a private chat; any person if the chat is unknown."""
        chat = self.chats.get(chat_id or 0)
        return (chat or next(iter(self.chats.values()))).person

    def show(self, chat: Chat, message: Message) -> dict[str, Any]:
        """Return a message as the Bot API's Message."""
        shown: dict[str, Any] = {"message_id": message.id, "chat": chat.as_json(), "date": message.date}
        if message.as_chat or chat.kind is Kind.CHANNEL:
            shown["sender_chat"] = chat.as_json()
        if message.as_chat:
            shown["from"] = ANONYMOUS
        elif chat.kind is not Kind.CHANNEL:
            shown["from"] = self.bot if message.from_bot else self.find_person(message.author)
        shown |= message.content.as_json()
        if message.thread is not None:
            shown |= {"message_thread_id": message.thread, "is_topic_message": True}
        optional = {
            "forward_origin": message.origin,
            "via_bot": self.bot if message.via_bot else None,
            "edit_date": message.edit_date,
            "reply_markup": message.keyboard,
        }
        shown |= {name: value for name, value in optional.items() if value is not None}
        if (replied := chat.messages.get(message.reply_to or 0)) is not None:
            shown["reply_to_message"] = self.show(chat, replace(replied, reply_to=None))
        return shown

    def show_chat(self, chat: Chat) -> dict[str, Any]:
        """Return a chat with all its messages, as the page needs it."""
        return {
            "id": chat.id,
            "name": chat.name,
            "kind": chat.kind.value,
            "opened": chat.opened,
            "blocked": chat.blocked,
            "commands": self.profile.list_commands(chat.id),
            "keyboard": chat.reply_keyboard,
            "members": [self._show_member(*each) for each in chat.members.items()],
            "topics": [{"id": thread, "name": name} for thread, name in (chat.topics or {}).items()],
            "messages": [self.show(chat, message) for message in chat.messages.values()],
        }

    def _show_member(self, person: int, role: Role) -> dict[str, Any]:
        return {"id": person, "name": self.chats[person].name, "role": role.value}

    def check_thread(self, chat: Chat, thread: int | None) -> None:
        """Raise ``ApiError`` if the chat has no such topic."""
        if thread is not None and thread not in (chat.topics or {}):
            raise bad_request("message thread not found")

    # Keeping

    def new_id(self) -> int:
        """Return the id of a new message."""
        self._last_message += 1
        return self._last_message

    def keep(self, chat: Chat, message: Message) -> Message:
        """Store a message in its chat; it replaces an older version of the message."""
        chat.messages[message.id] = message
        if self.listeners:  # showing a digest of thousands to nobody would take time
            self.tell("message", chat=chat.id, message=self.show(chat, message))
        return message
