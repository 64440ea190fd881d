"""The world of the preview: a bot, people with a chat each, and what was said. Plain state, no HTTP."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.preview.chats import Chat, Content, Message, Photo
from bot.preview.entities import FormattedText, finish
from bot.preview.faults import bad_request, forbidden
from bot.preview.updates import UpdateQueue

Listener = Callable[[dict[str, Any]], None]

BOT_ID = 2022
BOT_NAME = "موجز"
BOT_USERNAME = "mujaz_preview_bot"

# Who reads along; further ones are added from the page.
PEOPLE = (
    "سلمى الحربي",
    "يوسف النجار",
    "ليلى القاسم",
    "عمر حداد",
    "هدى العلي",
    "كريم منصور",
    "نورة السالم",
    "طارق زيدان",
)


class World:
    """Chats, messages and the bot's own data. Whoever listens is told of every change."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.updates = UpdateQueue()
        self.chats: dict[int, Chat] = {}
        self.photos: dict[str, Photo] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.listeners: set[Listener] = set()
        self._last_message = 0
        self._queries: dict[str, int] = {}
        self._last_query = 0

    @property
    def bot(self) -> dict[str, Any]:
        """The bot as the Bot API's User."""
        name = self.profile.get(("name", "ar")) or self.profile.get(("name", "")) or BOT_NAME
        return {"id": BOT_ID, "is_bot": True, "first_name": name, "username": BOT_USERNAME}

    def tell(self, kind: str, **data: Any) -> None:
        """Tell whoever listens what happened."""
        for listener in tuple(self.listeners):
            listener({"kind": kind, **data})

    # What people do

    def add_person(self) -> Chat:
        """Somebody more, with an empty chat."""
        count = len(self.chats)
        name = PEOPLE[count % len(PEOPLE)] + ("" if count < len(PEOPLE) else f" {count // len(PEOPLE) + 1}")
        chat = self.chats[1001 + count] = Chat(1001 + count, name)
        self.tell("chat", chat=self.show_chat(chat))
        return chat

    def say(self, chat_id: int, text: str) -> Message:
        """A person writes to the bot."""
        chat = self.find_chat(chat_id)
        content = Content(finish(FormattedText(text)))
        if not content.text.text:
            raise bad_request("message text is empty")
        chat.opened = True
        if chat.blocked:
            self.set_blocked(chat_id, blocked=False)
        message = self._keep(chat, Message(self._new_id(), from_bot=False, date=self.now(), content=content))
        self.updates.put("message", self.show(chat, message))
        return message

    def press(self, chat_id: int, message_id: int, row: int, column: int) -> str:
        """A person presses a button under a message; gives the id of the callback query."""
        chat = self.find_chat(chat_id)
        message = chat.messages.get(message_id)
        try:
            button = (message.keyboard or {})["inline_keyboard"][row][column] if message else {}
        except (KeyError, IndexError):
            button = {}
        if message is None or "callback_data" not in button:
            raise bad_request("message has no such button")
        self._last_query += 1
        query_id = str(self._last_query)
        self._queries[query_id] = chat_id
        self.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": chat.person,
                "message": self.show(chat, message),
                "chat_instance": str(chat_id),
                "data": button["callback_data"],
            },
        )
        return query_id

    def set_blocked(self, chat_id: int, *, blocked: bool) -> None:
        """A person blocks the bot, or lets it write again."""
        chat = self.find_chat(chat_id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        member = {"user": self.bot, "status": "member"}
        kicked = {"user": self.bot, "status": "kicked", "until_date": 0}
        self.updates.put(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": chat.person,
                "date": self.now(),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            },
        )
        self.tell("blocked", chat=chat_id, blocked=blocked)

    # What the bot does

    def send(
        self, chat_id: int, content: Content, keyboard: dict[str, Any] | None, reply_to: int | None
    ) -> dict[str, Any]:
        """A message from the bot."""
        chat = self._writable(chat_id)
        message = Message(self._new_id(), from_bot=True, date=self.now(), content=content)
        return self.show(chat, self._keep(chat, replace(message, keyboard=keyboard, reply_to=reply_to)))

    def edit(
        self, chat_id: int, message_id: int, content: Content | None, keyboard: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Put other content (None: the same) and another keyboard into a message of the bot's own."""
        chat = self._writable(chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to edit not found")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        content = content or message.content
        if (content, keyboard) == (message.content, message.keyboard):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        edited = replace(message, content=content, keyboard=keyboard, edit_date=self.now())
        return self.show(chat, self._keep(chat, edited))

    def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message out of a chat."""
        chat = self.find_chat(chat_id)
        if chat.messages.pop(message_id, None) is None:
            raise bad_request("message to delete not found")
        self.tell("deleted", chat=chat_id, message=message_id)

    def answer_query(self, query_id: str, text: str, *, alert: bool) -> None:
        """Answer a pressed button, once."""
        chat_id = self._queries.pop(query_id, None)
        if chat_id is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.tell("answer", chat=chat_id, query=query_id, text=text, alert=alert)

    def show_action(self, chat_id: int, action: str) -> None:
        """«يكتب…» for a few seconds."""
        self.tell("action", chat=self._writable(chat_id).id, action=action)

    def set_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        """The menu for a scope and a language; an empty one is as good as none."""
        self.commands[scope, language] = commands
        for chat in self.chats.values():
            self.tell("commands", chat=chat.id, commands=self.list_commands(chat.id))

    def set_profile(self, name: str, language: str, text: str) -> None:
        """The bot's name, description or short description in a language ("": all others)."""
        self.profile[name, language] = text
        self.tell("bot", bot=self.show_bot())

    # Looking

    def show_bot(self) -> dict[str, str]:
        """The bot's name and description as an Arabic reader sees them."""
        return {
            "name": self.bot["first_name"],
            "description": self.profile.get(("description", "ar")) or self.profile.get(("description", ""), ""),
        }

    def now(self) -> int:
        """The time in seconds, as messages carry it."""
        return int(self.clock().timestamp())

    def find_chat(self, chat_id: int) -> Chat:
        """The chat, or ``ApiError``."""
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def list_commands(self, chat_id: int) -> list[dict[str, str]]:
        """The commands that this person's menu shows: the narrowest scope and language that has any."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for language in ("ar", ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def show(self, chat: Chat, message: Message) -> dict[str, Any]:
        """A message as the Bot API's Message."""
        shown = {
            "message_id": message.id,
            "from": self.bot if message.from_bot else chat.person,
            "chat": chat.as_json(),
            "date": message.date,
            **message.content.as_json(),
        }
        if message.edit_date is not None:
            shown["edit_date"] = message.edit_date
        if message.keyboard is not None:
            shown["reply_markup"] = message.keyboard
        if (replied := chat.messages.get(message.reply_to or 0)) is not None:
            shown["reply_to_message"] = self.show(chat, replace(replied, reply_to=None))
        return shown

    def show_chat(self, chat: Chat) -> dict[str, Any]:
        """A chat with all its messages, as the page needs it."""
        return {
            "id": chat.id,
            "name": chat.name,
            "opened": chat.opened,
            "blocked": chat.blocked,
            "commands": self.list_commands(chat.id),
            "messages": [self.show(chat, message) for message in chat.messages.values()],
        }

    def _writable(self, chat_id: int) -> Chat:
        chat = self.find_chat(chat_id)
        if not chat.opened:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _new_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def _keep(self, chat: Chat, message: Message) -> Message:
        chat.messages[message.id] = message
        self.tell("message", chat=chat.id, message=self.show(chat, message))
        return message
