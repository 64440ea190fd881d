"""One description of a message → the message, in the manner of whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.html import render, show_digits
from storage.model.values import DisplayPreferences, Format, Subscriber

MAX_UNITS = 4096  # of UTF-16, after entity parsing
MAX_RICH = 32_768  # characters


class EditionContent(TypedDict):
    """A message as the keywords of storage's ``save_edition``."""

    text: str
    rich: str | None
    keyboard: str | None
    shows: Sequence[int]
    offers_up_to: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """Telegram HTML, the buttons under it, and what its reader has seen and been offered once it arrives.

    ``rich``: the same as a rich message, where the reader wants it so; the HTML goes where that is refused.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    shows: tuple[int, ...] = ()
    offers_up_to: int | None = None
    rich: str | None = None

    def content(self) -> EditionContent:
        """As storage keeps it."""
        keyboard = self.keyboard.to_json() if self.keyboard else None
        return {
            "text": self.text,
            "rich": self.rich,
            "keyboard": keyboard,
            "shows": self.shows,
            "offers_up_to": self.offers_up_to,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Messages, and whose memory they go into (None: a chat that has not subscribed)."""

    messages: Sequence[Message]
    reader: Subscriber | None = None


def write(
    template: str,
    display: DisplayPreferences,
    keyboard: InlineKeyboardMarkup | None = None,
    shows: tuple[int, ...] = (),
    offers_up_to: int | None = None,
    /,
    **values: object,
) -> Message:
    """The message that a template describes, in the reader's digits, month names and format."""

    def show(format_: Format) -> str:
        return show_digits(render(template, format_, display=display, **values), display.digits)

    rich = show(Format.RICH) if display.format is Format.RICH else None
    if rich and len(rich) > MAX_RICH:
        rich = None
    return Message(show(Format.PLAIN), _show_keyboard(keyboard, display), shows, offers_up_to, rich)


def _show_keyboard(keyboard: InlineKeyboardMarkup | None, display: DisplayPreferences) -> InlineKeyboardMarkup | None:
    if keyboard is None:
        return None

    def show(button: InlineKeyboardButton) -> InlineKeyboardButton:
        action: dict[str, Any] = {name: value for name, value in button.to_dict().items() if name != "text"}
        return InlineKeyboardButton(show_digits(button.text, display.digits), **action)

    return InlineKeyboardMarkup([[show(button) for button in row] for row in keyboard.inline_keyboard])
