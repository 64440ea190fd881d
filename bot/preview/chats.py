"""What stands in the world: people's chats with the bot and the messages in them."""

from dataclasses import dataclass, field
from typing import Any

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
class Content:
    """What a message shows: a text, or a photo with the text as its caption, or rich blocks."""

    text: FormattedText = field(default_factory=lambda: FormattedText(""))
    photo: Photo | None = None
    rich: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields of a Bot API Message that carry it."""
        entities = [entity.as_json() for entity in self.text.entities]
        if self.rich is not None:
            return {"rich_message": self.rich}
        if self.photo is not None:
            named = {"caption": self.text.text, "caption_entities": entities}
            return {
                "photo": [self.photo.as_json()],
                **{name: value for name, value in named.items() if value},
            }
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


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot."""

    id: int
    name: str
    messages: dict[int, Message] = field(default_factory=dict)
    opened: bool = False  # a bot cannot write first
    blocked: bool = False

    @property
    def person(self) -> dict[str, Any]:
        """The Bot API's User."""
        first, _, last = self.name.partition(" ")
        return {"id": self.id, "is_bot": False, "first_name": first, "last_name": last, "language_code": "ar"}

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        first, _, last = self.name.partition(" ")
        return {"id": self.id, "type": "private", "first_name": first, "last_name": last}
