"""The parameters of a request: read from text, JSON or an upload, and refused in Telegram's words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.preview.protocol.entities import FormattedText, finish, utf16_length
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.keyboards import read_inline_keyboard, read_markup
from bot.preview.protocol.markup import parse_html

MAX_TEXT = 4096  # UTF-16 units, after parsing
MAX_CAPTION = 1024
MAX_RAW = 32_768  # bytes, before parsing


class Target(NamedTuple):
    """Where the bot sends a message: a chat, its topic, and the message to which it replies."""

    chat_id: int | str
    thread: int | None = None
    reply_to: int | None = None
    may_lack_reply: bool = False  # send the message even if the message that it replies to is gone


class Upload(NamedTuple):
    """A file of a request."""

    name: str
    kind: str  # its media type
    data: bytes


class Parameters:
    """The parameters of one request, by name."""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self._files = files or {}

    def text(self, name: str) -> str:
        """Return a text; an empty one if it is missing."""
        return self._values.get(name, "")

    def flag(self, name: str) -> bool:
        """Return a Boolean; false if it is missing."""
        return self.text(name).strip().lower() in {"true", "1", "yes", "t"}

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; ``default`` if it is missing or invalid."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def chat_id(self) -> int | str:
        """Return the number of the chat, or the @name of a public one."""
        given = self.text("chat_id")
        if not given:
            raise bad_request("chat_id is empty")
        return given if given.startswith("@") else self.integer("chat_id")

    def target(self) -> Target:
        """Return where a message is sent."""
        reply = self.json("reply_parameters", "reply parameters")
        if not isinstance(reply, dict):
            reply = {
                "message_id": self.integer("reply_to_message_id"),
                "allow_sending_without_reply": self.flag("allow_sending_without_reply"),
            }
        return Target(
            self.chat_id(),
            thread=self.integer("message_thread_id") or None,
            reply_to=_read_number(reply.get("message_id", 0)) or None,
            may_lack_reply=bool(reply.get("allow_sending_without_reply")),
        )

    def json(self, name: str, what: str) -> Any:
        """Return the value of a JSON parameter; None if it is missing. A refusal calls it ``what``."""
        if not (raw := self.text(name)):
            return None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {what} JSON object") from None

    def list_texts(self) -> Iterator[str]:
        """Yield all texts of the request: text, caption, the caption of its media, rich HTML."""
        yield self.text("text")
        yield self.text("caption")
        for name, field in (("rich_message", "html"), ("media", "caption")):
            try:
                value = json.loads(self.text(name) or "null")
            except (ValueError, RecursionError):
                continue  # refused by the method itself
            if isinstance(value, dict):
                yield str(value.get(field, ""))

    def upload(self, name: str) -> Upload | None:
        """Return an uploaded file, sent in place or as ``attach://``."""
        text = self.text(name)
        return self._files.get(text.removeprefix("attach://") if text else name)

    def formatted(self, name: str, *, limit: int = MAX_TEXT, may_be_empty: bool = False) -> FormattedText:
        """Return a text parsed by its parse mode, checked and cleaned."""
        raw = self.text(name)
        if len(raw.encode()) > MAX_RAW:
            raise bad_request("text is too long")
        if not raw and not may_be_empty:
            raise bad_request("message text is empty")
        match self.text("parse_mode").lower():
            case "":
                formatted = FormattedText(raw)
            case "html":
                formatted = parse_html(raw)
            case mode:
                raise bad_request(f"unsupported parse_mode: the preview reads HTML, not {mode}")
        formatted = finish(formatted)
        if not formatted.text and not may_be_empty:
            raise bad_request("text must be non-empty")
        if utf16_length(formatted.text) > limit:
            raise bad_request("message is too long" if limit == MAX_TEXT else "message caption is too long")
        return formatted

    def markup(self) -> dict[str, Any] | None:
        """Return the keyboard of a new message, under it or for replies."""
        return read_markup(self.json("reply_markup", "reply keyboard markup"))

    def inline_keyboard(self) -> dict[str, Any] | None:
        """Return the keyboard under a message that is edited."""
        return read_inline_keyboard(self.json("reply_markup", "reply keyboard markup"))

    def nested(self, values: Mapping[str, Any]) -> "Parameters":
        """Return the fields of an object among the parameters, with the uploads of the request."""
        return Parameters(as_texts(values), self._files)


def as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Return JSON values as a form would bring them."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
        if value is not None
    }


def _read_number(value: object) -> int:
    if isinstance(value, int | str):
        try:
            return int(value)
        except ValueError:
            pass
    raise bad_request("message_id must be a number")
