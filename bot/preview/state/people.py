"""What people send beside text: files, forwarded messages, locations."""

import mimetypes
from typing import Any

from bot.preview.protocol import (
    ANYBODY,
    MAX_CAPTION,
    Chat,
    Content,
    FormattedText,
    Location,
    Message,
    Sender,
    Upload,
    bad_request,
    finish,
)
from bot.preview.state.files import keep_document, read_document
from bot.preview.state.world import World

Origin = dict[str, Any]
"""The Bot API's MessageOrigin."""


def read_sender(given: dict[str, Any]) -> Sender:
    """Read the sender from a request; missing fields keep their defaults."""
    return Sender(**{name: given[name] for name in Sender._fields if given.get(name) is not None})


def give_document(
    world: World,
    chat_id: int,
    data: bytes,
    name: str,
    *,
    caption: str = "",
    kind: str | None = None,
    sender: Sender = ANYBODY,
) -> Message:
    """Send a file as a person; ``kind`` is its media type, guessed from the name if missing."""
    return world.post(chat_id, attach(world, data, name, caption=caption, kind=kind), sender)


def attach(world: World, data: bytes, name: str, *, caption: str = "", kind: str | None = None) -> Content:
    """Return a file with a caption as the content of a message."""
    kind = kind or mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = finish(FormattedText(caption))
    if len(text.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return Content(text, document=keep_document(world, read_document(Upload(name, kind, data))))


def forward(world: World, chat_id: int, content: str | Content, origin: Origin, *, sender: Sender = ANYBODY) -> Message:
    """Forward a text or a file as a person; ``origin`` says from where."""
    if isinstance(content, str):
        content = Content(finish(FormattedText(content)))
    return world.post(chat_id, content, sender, origin=origin)


def from_channel(
    title: str, *, date: int, username: str | None = None, chat_id: int = -1_002_000_000_001, message_id: int = 1
) -> Origin:
    """Return the origin of a channel's post; the date is in seconds."""
    chat = {"id": chat_id, "type": "channel", "title": title, **({"username": username} if username else {})}
    return {"type": "channel", "date": date, "chat": chat, "message_id": message_id}


def from_person(person: Chat, *, date: int) -> Origin:
    """Return the origin of a person's message."""
    return {"type": "user", "date": date, "sender_user": person.person}


def from_hidden(name: str, *, date: int) -> Origin:
    """Return the origin of a message by a person who hides their account in forwards."""
    return {"type": "hidden_user", "date": date, "sender_user_name": name}


def share_location(
    world: World, chat_id: int, latitude: float, longitude: float, *, sender: Sender = ANYBODY
) -> Message:
    """Share a person's location, in degrees."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("there is no such place")
    return world.post(chat_id, Content(location=Location(latitude, longitude)), sender)
