"""What stands in the world: chats, who is in them, the bot's standing there, and the messages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from bot.preview.protocol.contents import Content


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; an edit puts a new one in its place."""

    id: int
    from_bot: bool
    date: int
    content: Content
    keyboard: dict[str, Any] | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    thread: int | None = None  # the topic of a forum
    author: int | None = None  # of a group: whose private chat has this id
    as_chat: bool = False  # an administrator wrote it in the name of the group
    origin: dict[str, Any] | None = None  # where it was forwarded from: the Bot API's MessageOrigin
    via_bot: bool = False  # picked from what the bot answered to an inline query


class Kind(StrEnum):
    """The Bot API's types of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class MemberStatus(StrEnum):
    """What the bot is in a chat; in a private one ``KICKED`` means that it was blocked."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"
    # Not of the Bot API: why a send fails, though nobody took the bot out.
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"


class Role(StrEnum):
    """What a person is in a group or channel."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot, or a group or channel that it was added to."""

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
    reply_keyboard: dict[str, Any] | None = None  # what stands where one writes

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.status is MemberStatus.KICKED

    @property
    def person(self) -> dict[str, Any]:
        """The Bot API's User."""
        first, _, last = self.name.partition(" ")
        return {"id": self.id, "is_bot": False, "first_name": first, "last_name": last, "language_code": "ar"}

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
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
    """A message that the bot sent, or an edit of one, and the server took."""

    at: float  # seconds since the epoch, of the world's clock
    chat_id: int
    thread_id: int | None
    message_id: int
    reply_to: int | None
    is_edit: bool
    text: str


class Place(NamedTuple):
    """Where the bot puts a message: a chat or a topic of it, and under which message."""

    chat_id: int | str
    thread: int | None = None
    reply_to: int | None = None
    may_lack_reply: bool = False  # sent all the same where the message that it replies to is gone


class Sender(NamedTuple):
    """Who of the people writes in a group, in which topic of it, and to which message."""

    by: int | None = None  # somebody, where nobody in particular is meant; in a private chat its person
    thread: int | None = None
    reply_to: int | None = None
    as_chat: bool = False  # an anonymous administrator: in the name of the group


ANYBODY = Sender()
