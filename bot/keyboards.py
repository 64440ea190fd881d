"""Inline keyboards, and the ids behind their buttons."""

from collections.abc import Iterable, Sequence
from datetime import time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.commands import Command
from bot.wording import label
from briefings.story import Story
from storage.values import Subscriber

HOURS_OFFERED = tuple(time(hour) for hour in (6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21, 22))

# Callback data: at most 64 bytes, so ids and never words.
RUN = "c"  # c:timeline     run a command
TOPIC = "t"  # t:turkey     switch a topic on or off
HOURS = "hours"  # offer hours
HOUR = "h"  # h:08:30       choose one
BACK = "back"  # from the hours to the settings
PAGE = "p"  # p:turkey:2    turn to a page


def settings_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The topics, ✓ where they are on, and the hour."""
    topics = [
        [_button(topic.name if topic.key in subscriber.muted else label("chosen", topic.name), TOPIC, topic.key)]
        for topic in story.topics
    ]
    return InlineKeyboardMarkup([*topics, [_button(label("hour", f"{subscriber.digest_time:%H:%M}"), HOURS)]])


def hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Hours to choose from, ✓ at the one that holds."""
    hours = [f"{hour:%H:%M}" for hour in HOURS_OFFERED]
    held = f"{subscriber.digest_time:%H:%M}"
    buttons = [_button(label("chosen", hour) if hour == held else hour, HOUR, hour) for hour in hours]
    rows = [_row(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    return InlineKeyboardMarkup([*rows, [_button(label("back"), BACK)]])


def digest_keyboard() -> InlineKeyboardMarkup:
    """Where to read on from a digest."""
    return InlineKeyboardMarkup([_row(_run(name) for name in ("timeline", "sources", "settings"))])


def pages_keyboard(command: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """To the page before (older) and after; pages count from 1, the newest is the last."""
    buttons = []
    if page > 1:
        buttons.append(_button(label("older"), PAGE, command, str(page - 1)))
    if page < pages:
        buttons.append(_button(label("newer"), PAGE, command, str(page + 1)))
    return InlineKeyboardMarkup([_row(buttons)]) if buttons else None


def suggestions_keyboard(commands: Sequence[Command]) -> InlineKeyboardMarkup:
    """A button for each command that may have been meant."""
    return InlineKeyboardMarkup([[_button(command.label, RUN, command.name)] for command in commands])


def _run(name: str) -> InlineKeyboardButton:
    return _button(label(name), RUN, name)


def _button(text: str, *data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=":".join(data))


def _row(buttons: Iterable[InlineKeyboardButton]) -> list[InlineKeyboardButton]:
    # Clients lay a row out from the left, whatever the language.
    return list(buttons)[::-1]
