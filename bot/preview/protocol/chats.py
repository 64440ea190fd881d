"""The values of the world: chats, their members, the bot's status, and messages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from bot.preview.protocol.contents import Content


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is now; an edit replaces it."""

    id: int
    from_bot: bool
    date: int
    content: Content
    keyboard: dict[str, Any] | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    thread: int | None = None  # the topic of a forum
    author: int | None = None  # of a group: the id of the author's private chat
    as_chat: bool = False  # written by an administrator in the name of the group
    origin: dict[str, Any] | None = None  # of a forwarded message: the Bot API's MessageOrigin
    via_bot: bool = False  # picked from the bot's answer to an inline query


class Kind(StrEnum):
    """The Bot API's types of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class MemberStatus(StrEnum):
    """The bot's status in a chat. In a private chat ``KICKED`` means that the person blocked the bot."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"
    # Not in the Bot API: sending fails, though nobody removed the bot.
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"


class Role(StrEnum):
    """A person's role in a group or channel."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot, or a group or channel with the bot."""

    id: int
    name: str
    kind: Kind = Kind.PRIVATE
    status: MemberStatus = MemberStatus.MEMBER
    messages: dict[int, Message] = field(default_factory=dict)
    opened: bool = False  # a bot cannot write to a person first
    username: str | None = None
    topics: dict[int, str] | None = None  # of a forum
    migrated_to: int | None = None
    members: dict[int, Role] = field(default_factory=dict)  # of a group or channel: person → role
    reply_keyboard: dict[str, Any] | None = None  # below the field in which people write

    @property
    def blocked(self) -> bool:
        """Return whether the person has blocked the bot."""
        return self.status is MemberStatus.KICKED

    @property
    def person(self) -> dict[str, Any]:
        """Return the person as the Bot API's User."""
        first, _, last = self.name.partition(" ")
        return {"id": self.id, "is_bot": False, "first_name": first, "last_name": last, "language_code": "ar"}

    def as_json(self) -> dict[str, Any]:
        """Return the chat as the Bot API's Chat."""
        shown: dict[str, Any] = {"id": self.id, "type": self.kind.value}
        if self.kind is Kind.PRIVATE:
            first, _, last = self.name.partition(" ")
            return {**shown, "first_name": first, "last_name": last}
        shown["title"] = self.name
        if self.username is not None:
            shown["username"] = self.username
        if self.topics is not None:
            shown["is_forum"] = True
        return shown


class Accepted(NamedTuple):
    """A message of the bot, or an edit, that the server accepted."""

    at: float  # seconds since the epoch, of the world's clock
    chat_id: int
    thread_id: int | None
    message_id: int
    reply_to: int | None
    is_edit: bool
    text: str


class Sender(NamedTuple):
    """The person who writes, with the topic and the message to which they reply."""

    by: int | None = None  # None: anybody; in a private chat its person
    thread: int | None = None
    reply_to: int | None = None
    as_chat: bool = False  # an anonymous administrator: in the name of the group


ANYBODY = Sender()
