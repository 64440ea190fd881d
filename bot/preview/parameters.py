"""The parameters of a request: read from text, JSON or an upload, and refused in Telegram's words."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.preview.chats import Place
from bot.preview.entities import FormattedText, finish, utf16_length
from bot.preview.faults import bad_request
from bot.preview.markup import parse_html

MAX_TEXT = 4096  # UTF-16 units, after parsing
MAX_CAPTION = 1024
MAX_RAW = 32_768  # bytes, before parsing
MAX_CALLBACK = 64  # bytes
MAX_BUTTONS = 100

# What a button may do; the preview draws those with a handler, the others are kept as they are.
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text")


class Upload(NamedTuple):
    """A file of a request."""

    name: str
    kind: str  # its media type
    data: bytes


class Parameters:
    """One request's parameters, by name."""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self._files = files or {}

    def text(self, name: str) -> str:
        """A text; empty where it is missing."""
        return self._values.get(name, "")

    def flag(self, name: str) -> bool:
        """A Boolean; false where it is missing."""
        return self.text(name).strip().lower() in {"true", "1", "yes", "t"}

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; ``default`` where it is missing or none."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def chat_id(self) -> int | str:
        """The number of the chat, or the @name of a public one."""
        given = self.text("chat_id")
        if not given:
            raise bad_request("chat_id is empty")
        return given if given.startswith("@") else self.integer("chat_id")

    def place(self) -> Place:
        """Where a message goes."""
        reply = self.json("reply_parameters", "reply parameters")
        if not isinstance(reply, dict):
            reply = {
                "message_id": self.integer("reply_to_message_id"),
                "allow_sending_without_reply": self.flag("allow_sending_without_reply"),
            }
        return Place(
            self.chat_id(),
            thread=self.integer("message_thread_id") or None,
            reply_to=int(reply.get("message_id", 0)) or None,
            may_lack_reply=bool(reply.get("allow_sending_without_reply")),
        )

    def json(self, name: str, what: str) -> Any:
        """The value of a JSON parameter, None where it is missing; ``what`` names it in the refusal."""
        if not (raw := self.text(name)):
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """An uploaded file, sent in place or as ``attach://``."""
        return self._files.get(self.text(name).removeprefix("attach://")) or self._files.get(name)

    def formatted(self, name: str, *, limit: int = MAX_TEXT, may_be_empty: bool = False) -> FormattedText:
        """A text with its parse mode, checked and cleaned."""
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

    def keyboard(self) -> dict[str, Any] | None:
        """The inline keyboard, checked button by button; None where there is none or an empty one."""
        markup = self.json("reply_markup", "reply keyboard markup")
        if markup is None:
            return None
        if not isinstance(markup, dict):
            raise bad_request("object expected as reply markup")
        if "inline_keyboard" not in markup:
            return None
        rows = markup["inline_keyboard"]
        if not isinstance(rows, list):
            raise bad_request('field "inline_keyboard" must be of type Array')
        if not all(isinstance(row, list) for row in rows):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        checked = [[_check_button(button) for button in row] for row in rows if row]
        if sum(map(len, checked)) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": checked} if checked else None


def _check_button(button: Any) -> dict[str, Any]:
    reason = None
    if not isinstance(button, dict):
        reason = "InlineKeyboardButton must be an Object"
    elif "text" not in button:
        reason = 'Can\'t find field "text"'
    elif not isinstance(button["text"], str):
        reason = 'Field "text" must be of type String'
    elif not button["text"].strip() or not any(button.get(action) for action in _ACTIONS):
        reason = "Text buttons are unallowed in the inline keyboard"
    if reason is not None:
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    if len(str(button.get("callback_data", "")).encode()) > MAX_CALLBACK:
        raise bad_request("BUTTON_DATA_INVALID")
    checked: dict[str, Any] = button
    return checked
