"""Buttons, rows of buttons, and the data that a button sends."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.wording import label

# Callback data have at most 64 bytes: ids, never words.
FORGET = "forget"  # erase my data
RUN = "c"  # c:timeline     run a command
PAGE = "p"  # p:turkey:2    turn to a page
QUOTES = "q"  # q:1-2z     the quotes behind these updates
QUOTES_PAGE = "qp"  # qp:1-2z:2     the quotes behind the second update
DETAILS = "dt"  # dt:1-2z    the details of these items
DETAILS_PAGE = "dp"  # dp:1-2z:2     their second page
CHOOSE_DAY = "day"  # day:1       the days, by page
DAYS = "d"  # d:20220105-20220109:2     some days of the timeline, by page
PICTURE = "pic"  # pic:timeline:20220105-20220109:dark
LIGHT, DARK = "light", "dark"
# Under the greeting, which keeps its text:
TOPIC = "t"  # t:turkey     switch a topic on or off
HOURS = "hours"  # offer hours
HOUR = "h"  # h:08:30       choose one
BACK = "back"  # from the hours back to the topics
# On the pages of the settings:
OPEN = "s"  # s:zone        open a page; zone:Africa/Cairo is a choice on it
NONE = "none"  # quiet:none, pause:none
NOTHING_NEW = "nothing_new"  # settings:nothing_new


def button(text: str, *data: str) -> InlineKeyboardButton:
    """Return a button that sends these data."""
    return InlineKeyboardButton(text, callback_data=":".join(data))


def run(name: str) -> InlineKeyboardButton:
    """Return a button that runs a command."""
    return button(label(name), RUN, name)


def tick(words: str, chosen: bool) -> str:
    """Return the words on the button of a choice, with ✓ if the choice is set."""
    return label("chosen", words) if chosen else words


def row(buttons: Iterable[InlineKeyboardButton]) -> list[InlineKeyboardButton]:
    """Return a row that is read from the right. Clients lay rows out from the left in every language."""
    return list(buttons)[::-1]


def lay(buttons: Sequence[InlineKeyboardButton], columns: int) -> list[list[InlineKeyboardButton]]:
    """Return rows of so many buttons."""
    return [row(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]


def stack(rows: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Return a keyboard of these rows; None if they have no button."""
    filled = [row(each) for each in rows if each]
    return InlineKeyboardMarkup(filled) if filled else None
