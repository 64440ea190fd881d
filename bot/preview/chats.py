"""What stands in the world: chats, the bot's standing in them, and the messages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from bot.preview.entities import FormattedText


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that the bot uploaded."""

    file_id: str
    width: int
    height: int
    data: bytes

    def as_json(self) -> dict[str, Any]:
        """The Bot API's PhotoSize."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id,
            "width": self.width,
            "height": self.height,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Document:
    """Any other file that the bot uploaded."""

    file_id: str
    name: str
    kind: str
    data: bytes

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Document."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id,
            "file_name": self.name,
            "mime_type": self.kind,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Content:
    """What a message shows: a text, or a file with the text as its caption, or rich blocks."""

    text: FormattedText = field(default_factory=lambda: FormattedText(""))
    photo: Photo | None = None
    document: Document | None = None
    rich: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields of a Bot API Message that carry it."""
        entities = [entity.as_json() for entity in self.text.entities]
        if self.rich is not None:
            return {"rich_message": self.rich}
        if self.photo is not None or self.document is not None:
            named = {
                "photo": [self.photo.as_json()] if self.photo else None,
                "document": self.document.as_json() if self.document else None,
                "caption": self.text.text,
                "caption_entities": entities,
            }
            return {name: value for name, value in named.items() if value}
        return {"text": self.text.text, **({"entities": entities} if entities else {})}


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


class Kind(StrEnum):
    """The Bot API's types of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """What the bot is in a chat; in a private one ``KICKED`` means that it was blocked."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"
    # Not of the Bot API: why a send fails, though nobody took the bot out.
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot, or a group or channel that it was added to."""

    id: int
    name: str
    kind: Kind = Kind.PRIVATE
    standing: Standing = Standing.MEMBER
    messages: dict[int, Message] = field(default_factory=dict)
    opened: bool = False  # a bot cannot write to a person first
    username: str | None = None
    topics: dict[int, str] | None = None  # of a forum
    migrated_to: int | None = None

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.standing is Standing.KICKED

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
