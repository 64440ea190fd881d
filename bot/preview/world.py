"""The world of the preview: a bot, its chats, and what was said. Plain state, no HTTP."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.preview.chats import Accepted, Chat, Content, Document, Kind, Message, Photo, Place, Standing
from bot.preview.entities import FormattedText, finish
from bot.preview.faults import Accidents, bad_request
from bot.preview.profile import BOT_USERNAME, Profile
from bot.preview.standing import check_writable, show_member
from bot.preview.updates import UpdateQueue

Listener = Callable[[dict[str, Any]], None]

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
        self.documents: dict[str, Document] = {}
        self.profile = Profile()
        self.listeners: set[Listener] = set()
        self.accidents = Accidents()
        self.accepted: list[Accepted] = []
        self._people = 0
        self._last_message = 0
        self._queries: dict[str, int] = {}
        self._last_query = 0

    @property
    def bot(self) -> dict[str, Any]:
        """The bot as the Bot API's User."""
        return self.profile.user

    def tell(self, kind: str, **data: Any) -> None:
        """Tell whoever listens what happened."""
        for listener in tuple(self.listeners):
            listener({"kind": kind, **data})

    # What people do

    def add_person(self, *, opened: bool = False) -> Chat:
        """Somebody more, with an empty chat; ``opened`` if they have begun it already."""
        count, self._people = self._people, self._people + 1
        name = PEOPLE[count % len(PEOPLE)] + ("" if count < len(PEOPLE) else f" {count // len(PEOPLE) + 1}")
        chat = self.chats[1001 + count] = Chat(1001 + count, name, opened=opened)
        self.tell("chat", chat=self.show_chat(chat))
        return chat

    def say(self, chat_id: int, text: str, *, by: int | None = None, thread: int | None = None) -> Message:
        """A person writes: to the bot, or ``by`` one of the people in a group, or somebody in a channel."""
        chat = self.find_chat(chat_id)
        content = Content(finish(FormattedText(text)))
        if not content.text.text:
            raise bad_request("message text is empty")
        self._check_thread(chat, thread)
        if chat.kind is Kind.PRIVATE:
            chat.opened, by = True, chat.id
            if chat.blocked:
                self.set_standing(chat_id, Standing.MEMBER)
        new = Message(self.new_id(), from_bot=False, date=self.now(), content=content, thread=thread, author=by)
        message = self._keep(chat, new)
        if self._reaches_bot(chat, message):
            kind = "channel_post" if chat.kind is Kind.CHANNEL else "message"
            self.updates.put(kind, self.show(chat, message))
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

    def set_standing(self, chat_id: int, standing: Standing, *, by: int | None = None, quiet: bool = False) -> None:
        """Somebody blocks the bot or lets it write again, adds it, makes it administrator, throws it out.

        The bot is told, unless ``quiet``, as one that was away for a day, or nobody did it: an account or a chat
        that is no more.
        """
        chat = self.chats[chat_id]
        before, chat.standing = chat.standing, standing
        if before is standing:
            return
        shown = (before, standing)
        if not quiet and not {Standing.DEACTIVATED, Standing.NOT_FOUND}.intersection(shown):
            old, new = (show_member(self.bot, each) for each in shown)
            person = self._find_person(chat.id if chat.kind is Kind.PRIVATE else by)
            self.updates.put(
                "my_chat_member",
                {
                    "chat": chat.as_json(),
                    "from": person,
                    "date": self.now(),
                    "old_chat_member": old,
                    "new_chat_member": new,
                },
            )
        self.tell("blocked", chat=chat_id, blocked=chat.blocked)

    # What the bot does

    def send(self, place: Place, content: Content, keyboard: dict[str, Any] | None = None) -> dict[str, Any]:
        """A message from the bot."""
        chat = self._writable(place.chat_id)
        self._check_thread(chat, place.thread)
        reply_to = place.reply_to
        if reply_to is not None and reply_to not in chat.messages:
            if not place.may_lack_reply:
                raise bad_request("message to be replied not found")
            reply_to = None
        message = Message(
            self.new_id(),
            from_bot=True,
            date=self.now(),
            content=content,
            keyboard=keyboard,
            reply_to=reply_to,
            thread=place.thread,
        )
        self._accept(chat, message)
        return self.show(chat, self._keep(chat, message))

    def edit(
        self, chat_id: int | str, message_id: int, content: Content | None, keyboard: dict[str, Any] | None
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
        self._accept(chat, edited)
        return self.show(chat, self._keep(chat, edited))

    def delete(self, chat_id: int | str, message_id: int) -> None:
        """Take a message out of a chat."""
        chat = self.find_chat(chat_id)
        if chat.messages.pop(message_id, None) is None:
            raise bad_request("message to delete not found")
        self.tell("deleted", chat=chat.id, message=message_id)

    def answer_query(self, query_id: str, text: str, *, alert: bool) -> None:
        """Answer a pressed button, once."""
        chat_id = self._queries.pop(query_id, None)
        if chat_id is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.tell("answer", chat=chat_id, query=query_id, text=text, alert=alert)

    def show_action(self, chat_id: int | str, action: str) -> None:
        """«يكتب…» for a few seconds."""
        self.tell("action", chat=self._writable(chat_id).id, action=action)

    def set_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        """The menu for a scope and a language; an empty one is as good as none."""
        self.profile.commands[scope, language] = commands
        for chat in self.chats.values() if self.listeners else ():
            self.tell("commands", chat=chat.id, commands=self.profile.list_commands(chat.id))

    def set_profile(self, name: str, language: str, text: str) -> None:
        """The bot's name, description or short description in a language ("": all others)."""
        self.profile.texts[name, language] = text
        self.tell("bot", bot=self.profile.show())

    # Looking

    def now(self) -> int:
        """The time in seconds, as messages carry it."""
        return int(self.clock().timestamp())

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat with an id, or a public one with an @name; else ``ApiError``."""
        if isinstance(chat_id, str):
            chat = next((chat for chat in self.chats.values() if chat.username == chat_id.removeprefix("@")), None)
        else:
            chat = self.chats.get(chat_id)
        if chat is None or chat.standing is Standing.NOT_FOUND:
            raise bad_request("chat not found")
        return chat

    def show(self, chat: Chat, message: Message) -> dict[str, Any]:
        """A message as the Bot API's Message."""
        shown: dict[str, Any] = {"message_id": message.id, "chat": chat.as_json(), "date": message.date}
        if chat.kind is Kind.CHANNEL:
            shown["sender_chat"] = chat.as_json()
        else:
            shown["from"] = self.bot if message.from_bot else self._find_person(message.author)
        shown |= message.content.as_json()
        if message.thread is not None:
            shown |= {"message_thread_id": message.thread, "is_topic_message": True}
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
            "commands": self.profile.list_commands(chat.id),
            "messages": [self.show(chat, message) for message in chat.messages.values()],
        }

    def _writable(self, chat_id: int | str) -> Chat:
        chat = self.find_chat(chat_id)
        check_writable(chat)
        return chat

    def _find_person(self, chat_id: int | None) -> dict[str, Any]:
        """Whose private chat this is; somebody where nobody in particular was meant."""
        chat = self.chats.get(chat_id or 0)
        return (chat or next(iter(self.chats.values()))).person

    def _check_thread(self, chat: Chat, thread: int | None) -> None:
        if thread is not None and thread not in (chat.topics or {}):
            raise bad_request("message thread not found")

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        """In a group a bot gets commands, and what mentions or answers it; an administrator gets everything."""
        text = message.content.text.text
        return (
            chat.kind is Kind.PRIVATE
            or chat.standing is Standing.ADMINISTRATOR
            or (chat.kind is not Kind.CHANNEL and (text.startswith("/") or f"@{BOT_USERNAME}" in text))
        )

    def _accept(self, chat: Chat, message: Message) -> None:
        self.accepted.append(
            Accepted(
                at=self.clock().timestamp(),
                chat_id=chat.id,
                thread_id=message.thread,
                message_id=message.id,
                reply_to=message.reply_to,
                is_edit=message.edit_date is not None,
                text=message.content.text.text,
            )
        )

    def new_id(self) -> int:
        """The id of a message that is about to be."""
        self._last_message += 1
        return self._last_message

    def _keep(self, chat: Chat, message: Message) -> Message:
        chat.messages[message.id] = message
        if self.listeners:  # or a digest to thousands shows itself to nobody
            self.tell("message", chat=chat.id, message=self.show(chat, message))
        return message
