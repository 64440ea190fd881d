"""The keyboards under the sources of the newsroom: open one, pause, resume or remove it."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.keyboards.callback_data import PAGE, RUN, button, lay, stack
from bot.rendering.wording import label
from storage.model.sources import SourceState

OPEN_FEED = "feed"  # feed:12
PAUSE_FEED = "feed_pause"
RESUME_FEED = "feed_resume"
ASK_TO_DROP_FEED = "feed_drop"
DROP_FEED = "drop_feed"
_IN_A_ROW = 5


def feeds_keyboard(numbers: Sequence[int], page: int, pages: int) -> InlineKeyboardMarkup | None:
    """Return a button for each source of a page, and the turns to other pages."""
    opens = lay([button(str(number), OPEN_FEED, str(number)) for number in numbers], _IN_A_ROW)
    turns = [
        button(label(name), PAGE, "feeds", str(to))
        for name, to in (("previous", page - 1), ("next", page + 1))
        if 1 <= to <= pages
    ]
    return stack([*(each[::-1] for each in opens), turns])


def feed_keyboard(number: int, state: SourceState) -> InlineKeyboardMarkup | None:
    """Return the buttons under one source."""
    is_active = state is SourceState.ACTIVE
    change = button(label("pause_feed"), PAUSE_FEED, str(number))
    if not is_active:
        change = button(label("resume_feed"), RESUME_FEED, str(number))
    drop = button(label("drop_feed"), ASK_TO_DROP_FEED, str(number))
    return stack([[change, drop], [button(label("feeds"), RUN, "feeds")]])
