"""Templates → messages, in the reader's digits, month names and format."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, dataclass_transform

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.html import fill_template, show_digits, visible_units
from storage.model.values import USUAL, DisplayPreferences, Format, Subscriber

MAX_UNITS = 4096  # of UTF-16, after entity parsing
MAX_RICH = 32_768  # characters
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass_transform(frozen_default=True)
class Template:
    """A template with its values. The class ``NothingNew`` belongs to the file ``nothing_new.j2``.

    A test compares the fields of each subclass with the variables of its file.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(frozen=True)(cls)

    @property
    def file(self) -> str:
        """Return the name of the file in ``templates/``."""
        return f"{_CAPITAL.sub('_', type(self).__name__).lower()}.j2"

    @property
    def values(self) -> Mapping[str, object]:
        """Return the variables of the file."""
        return vars(self)


class Fixed(Template):
    """A template without variables, by the name of its file: ``Fixed("ask_to_forget")``."""

    name: str

    @property
    def file(self) -> str:
        """Return the name of the file in ``templates/``."""
        return f"{self.name}.j2"

    @property
    def values(self) -> Mapping[str, object]:
        """Return nothing: there are no variables."""
        return {}


class EditionContent(TypedDict):
    """A message as the keywords of storage's ``save_edition``."""

    text: str
    rich: str | None
    keyboard: str | None
    shows: Sequence[int]
    offers_up_to: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """Telegram HTML with its buttons, and what the reader has seen and been offered once the message arrives.

    ``rich``: the same as a rich message, if the reader chose rich messages. If Telegram refuses it, the HTML is sent.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    shows: tuple[int, ...] = ()
    offers_up_to: int | None = None
    rich: str | None = None

    @property
    def fits(self) -> bool:
        """Return whether Telegram accepts a text of this length."""
        return visible_units(self.text) <= MAX_UNITS

    def content(self) -> EditionContent:
        """Return the keywords of storage's ``save_edition``."""
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
    """Messages, and the subscriber whose reading they are recorded for; None if the chat has not subscribed."""

    messages: Sequence[Message]
    reader: Subscriber | None = None


def render(template: Template, display: DisplayPreferences = USUAL, format_: Format = Format.PLAIN) -> str:
    """Render a template into Telegram HTML, or into the HTML of rich messages."""
    return fill_template(template.file, format_, {"display": display, **template.values})


def write(
    template: Template,
    display: DisplayPreferences,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    shows: Sequence[int] = (),
    offers_up_to: int | None = None,
) -> Message:
    """Return the message of a template in the reader's digits, month names and format.

    :param shows: the sequences of the updates that the reader has seen once the message arrives.
    """

    def show(format_: Format) -> str:
        return show_digits(render(template, display, format_), display.digits)

    rich = show(Format.RICH) if display.format is Format.RICH else None
    if rich and len(rich) > MAX_RICH:
        rich = None
    return Message(show(Format.PLAIN), _show_keyboard(keyboard, display), tuple(shows), offers_up_to, rich)


def _show_keyboard(keyboard: InlineKeyboardMarkup | None, display: DisplayPreferences) -> InlineKeyboardMarkup | None:
    if keyboard is None:
        return None

    def show(button: InlineKeyboardButton) -> InlineKeyboardButton:
        action: dict[str, Any] = {name: value for name, value in button.to_dict().items() if name != "text"}
        return InlineKeyboardButton(show_digits(button.text, display.digits), **action)

    return InlineKeyboardMarkup([[show(button) for button in row] for row in keyboard.inline_keyboard])
