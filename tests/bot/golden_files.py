"""Whole messages, kept as files to be read. ``GOLDEN=write`` writes them anew; then read the difference."""

import os
from collections.abc import Iterable
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.message import Message

FOLDER = Path(__file__).parent / "golden"
_NEXT = "\n\n* * *\n\n"


def check_golden(name: str, messages: Iterable[Message], *, rich: bool = False) -> None:
    """The messages, with what stands under them, are the file's to the letter."""
    shown = _NEXT.join(_show(message, rich=rich) for message in messages)
    file = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(f"{shown}\n", "utf-8")
    assert f"{shown}\n" == file.read_text("utf-8")


def list_golden() -> set[str]:
    """The names of the files."""
    return {file.name.removesuffix(".html") for file in FOLDER.iterdir()}


def _show(message: Message, *, rich: bool) -> str:
    text = message.rich if rich else message.text
    return "\n\n".join(filter(None, (text, _show_keyboard(message.keyboard))))


def _show_keyboard(keyboard: InlineKeyboardMarkup | None) -> str:
    """A line for each row; its buttons as they are read, from the right."""
    rows = keyboard.inline_keyboard if keyboard else ()
    return "\n".join("  ".join(map(_show_button, reversed(row))) for row in rows)


def _show_button(button: InlineKeyboardButton) -> str:
    action = {name: value for name, value in button.to_dict().items() if name != "text"}
    does = action.pop("callback_data", None) or " ".join(f"{name}={value}" for name, value in action.items())
    return f"[ {button.text} ] {does}"
