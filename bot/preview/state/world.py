"""The world of the preview: the bot, its chats, and all messages. Plain state without HTTP.

``sending`` has the actions of the bot; ``people``, ``groups`` and ``inline`` have further actions of people.
"""

from typing import Any

from bot.core.clock import Clock
from bot.preview.protocol import (
    ANYBODY,
    Accepted,
    Accidents,
    Chat,
    Content,
    FormattedText,
    Kind,
    MemberStatus,
    Message,
    Role,
    Sender,
    bad_request,
    finish,
)
from bot.preview.state.permissions import show_bot
from bot.preview.state.queries import InlineQuery, Queries
from bot.preview.state.record import Record
from bot.preview.state.updates import UpdateQueue
from bot.preview.state.visibility import reaches_bot

# The names of people, in the order in which they are added.
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
_FIRST_PERSON = 1001


class World(Record):
    """The record, the actions that change it, and the updates for the bot."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.updates = UpdateQueue()
        self.accidents = Accidents()
        self.accepted: list[Accepted] = []
        self.queries = Queries()
        self.missing: set[str] = set()  # methods in lower case that this server, like an older one, does not know
        self._people = 0
        self._readers = 0

    def add_person(self, *, opened: bool = False, name: str | None = None) -> Chat:
        """Add a person with an empty chat; ``opened`` if they have started the chat already."""
        if name is None:
            count, self._readers = self._readers, self._readers + 1
            name = PEOPLE[count % len(PEOPLE)] + ("" if count < len(PEOPLE) else f" {count // len(PEOPLE) + 1}")
        chat = Chat(_FIRST_PERSON + self._people, name, opened=opened)
        self._people += 1
        self.chats[chat.id] = chat
        self.tell("chat", chat=self.show_chat(chat))
        return chat

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        by: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        as_chat: bool = False,
    ) -> Message:
        """Write as a person: to the bot, as ``by`` in a group, or as a channel."""
        content = Content(finish(FormattedText(text)))
        if not content.text.text:
            raise bad_request("message text is empty")
        return self.post(chat_id, content, Sender(by, thread, reply_to, as_chat))

    def post(
        self,
        chat_id: int,
        content: Content,
        sender: Sender = ANYBODY,
        *,
        origin: dict[str, Any] | None = None,
        picked: dict[str, Any] | None = None,
    ) -> Message:
        """Post a message of a person, with any content.

        :param origin: where it was forwarded from, as the Bot API's MessageOrigin.
        :param picked: the fields ``via_bot`` and ``keyboard`` of a result of an inline query.
        """
        chat = self.find_chat(chat_id)
        self.check_thread(chat, sender.thread)
        self._check_author(chat, sender)
        if sender.reply_to is not None and sender.reply_to not in chat.messages:
            raise bad_request("message to be replied not found")
        by = sender.by
        if chat.kind is Kind.PRIVATE:
            chat.opened, by = True, chat.id
            if chat.blocked:
                self.set_status(chat_id, MemberStatus.MEMBER)
        elif by is not None:
            chat.members.setdefault(by, Role.MEMBER)
        new = Message(
            self.new_id(),
            from_bot=False,
            date=self.now(),
            content=content,
            reply_to=sender.reply_to,
            thread=sender.thread,
            author=by,
            as_chat=sender.as_chat,
            origin=origin,
            **(picked or {}),
        )
        message = self.keep(chat, new)
        if reaches_bot(chat, message):
            kind = "channel_post" if chat.kind is Kind.CHANNEL else "message"
            self.updates.put(kind, self.show(chat, message))
        return message

    def press(self, chat_id: int, message_id: int, row: int, column: int, *, by: int | None = None) -> str:
        """Press a button under a message as a person; return the id of the callback query.

        :param by: the person, in a group or channel; a private chat has only one.
        """
        chat = self.find_chat(chat_id)
        message = chat.messages.get(message_id)
        try:
            button = (message.keyboard or {})["inline_keyboard"][row][column] if message else {}
        except (KeyError, IndexError):
            button = {}
        if message is None or "callback_data" not in button:
            raise bad_request("message has no such button")
        query_id = self.queries.press(chat_id)
        # The bot knows nothing else of a message that a person picked.
        where = {"inline_message_id": f"inline:{message.id}"} if message.via_bot else {}
        self.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": self.find_person(chat.id if chat.kind is Kind.PRIVATE else by),
                **(where or {"message": self.show(chat, message)}),
                "chat_instance": str(chat_id),
                "data": button["callback_data"],
            },
        )
        return query_id

    def ask_inline(self, person: int, text: str, offset: str = "", *, chat_type: str = "private") -> str:
        """Type ``@bot text`` as a person in a chat of that type («sender»: with the bot); return the query's id."""
        query = self.queries.ask(InlineQuery("", person, text, offset))
        self.updates.put(
            "inline_query",
            {
                "id": query.id,
                "from": self.find_person(person),
                "query": query.text,
                "offset": offset,
                "chat_type": chat_type,
            },
        )
        return query.id

    def set_status(self, chat_id: int, status: MemberStatus, *, by: int | None = None, quiet: bool = False) -> None:
        """Change the bot's status: a person blocks or unblocks the bot, adds it, promotes it, removes it.

        The bot is told unless the change is ``quiet``, or the account or chat is gone.
        """
        chat = self.chats[chat_id]
        before, chat.status = chat.status, status
        if before is status:
            return
        shown = (before, status)
        if not quiet and not {MemberStatus.DEACTIVATED, MemberStatus.NOT_FOUND}.intersection(shown):
            old, new = (show_bot(self.bot, each) for each in shown)
            person = self.find_person(chat.id if chat.kind is Kind.PRIVATE else by)
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

    def _check_author(self, chat: Chat, sender: Sender) -> None:
        if not sender.as_chat:
            return
        if chat.kind not in {Kind.GROUP, Kind.SUPERGROUP}:
            raise bad_request("nobody but the chat itself writes there")
        if sender.by is not None and chat.members.get(sender.by) not in {Role.CREATOR, Role.ADMINISTRATOR}:
            raise bad_request("only an administrator writes in the name of the group")
