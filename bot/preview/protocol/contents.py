"""The contents of a message: a text, a file with its caption, a location, rich blocks."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bot.preview.protocol.entities import FormattedText


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture, PNG or JPEG."""

    file_id: str
    width: int
    height: int
    data: bytes

    @property
    def kind(self) -> str:
        """Return the media type."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"

    @property
    def path(self) -> str:
        """Return the path that ``getFile`` tells."""
        return f"photos/{self.file_id}.{'png' if self.kind == 'image/png' else 'jpg'}"

    def as_json(self) -> dict[str, Any]:
        """Return the picture as the Bot API's PhotoSize."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id,
            "width": self.width,
            "height": self.height,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Document:
    """Any other file."""

    file_id: str
    name: str
    kind: str
    data: bytes

    @property
    def path(self) -> str:
        """Return the path that ``getFile`` tells."""
        return f"documents/{self.file_id}{PurePosixPath(self.name).suffix}"

    def as_json(self) -> dict[str, Any]:
        """Return the file as the Bot API's Document."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id,
            "file_name": self.name,
            "mime_type": self.kind,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map, in degrees."""

    latitude: float
    longitude: float

    def as_json(self) -> dict[str, Any]:
        """Return the point as the Bot API's Location."""
        return {"latitude": self.latitude, "longitude": self.longitude}


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a message. The text is the caption of a file, or the words of rich blocks."""

    text: FormattedText = field(default_factory=lambda: FormattedText(""))
    photo: Photo | None = None
    document: Document | None = None
    location: Location | None = None
    rich: dict[str, Any] | None = None
    rich_html: str | None = None  # the HTML of the blocks, as the bot sent it

    @property
    def is_file(self) -> bool:
        """Return whether the text is a caption."""
        return self.photo is not None or self.document is not None

    def as_json(self) -> dict[str, Any]:
        """Return the fields of a Bot API Message that carry the content."""
        entities = [entity.as_json() for entity in self.text.entities]
        if self.rich is not None:
            return {"rich_message": self.rich}
        if self.location is not None:
            return {"location": self.location.as_json()}
        if self.is_file:
            named = {
                "photo": [self.photo.as_json()] if self.photo else None,
                "document": self.document.as_json() if self.document else None,
                "caption": self.text.text,
                "caption_entities": entities,
            }
            return {name: value for name, value in named.items() if value}
        return {"text": self.text.text, **({"entities": entities} if entities else {})}
