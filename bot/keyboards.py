"""Inline keyboards, and the ids behind their buttons."""

from collections.abc import Collection, Iterable, Sequence
from datetime import time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.commands import Command
from bot.wording import WORDING, count, label, say_zone
from briefings.story import Story
from storage.values import Subscriber

HOURS_OFFERED = tuple(time(hour) for hour in (6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21, 22))
QUIET_OFFERED = ((time(22), time(7)), (time(23), time(7)), (time(0), time(8)))
PAUSES_OFFERED = (1, 3, 7)  # days

# Callback data: at most 64 bytes, so ids and never words.
FORGET = "forget"  # it is meant
RUN = "c"  # c:timeline     run a command
PAGE = "p"  # p:turkey:2    turn to a page
# Under the greeting, which keeps its text:
TOPIC = "t"  # t:turkey     switch a topic on or off
HOURS = "hours"  # offer hours
HOUR = "h"  # h:08:30       choose one
BACK = "back"  # from the hours to the topics
# On the pages of the settings:
OPEN = "s"  # s:zone        open a page; zone:Africa/Cairo is a choice on it
NONE = "none"  # quiet:none, pause:none
NOTHING_NEW = "nothing_new"  # settings:nothing_new

Option = tuple[str, str]  # what a button says, and what its data say


def greeting_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The topics, ✓ where they are on, the hour, and the way to the settings."""
    topics = [[_button(words, TOPIC, key)] for words, key in _list_topics(story, off=subscriber.muted)]
    hour = _button(label("hour", f"{subscriber.digest_time:%H:%M}"), HOURS)
    return InlineKeyboardMarkup([*topics, [hour], [_button(label("more_settings"), RUN, "settings")]])


def greeting_hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Hours to choose from, under the greeting."""
    hours = _lay([_button(words, HOUR, hour) for words, hour in _list_hours(subscriber)], 4)
    return InlineKeyboardMarkup([*hours, [_button(label("back"), BACK)]])


def settings_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The way to each page, and the one choice that needs none."""
    pages = [_button(label(page), OPEN, page) for page in ("topics", "time", "alerts", "quiet", "zone", "pause")]
    word = _tick(label("tells_nothing_new"), subscriber.tells_nothing_new)
    return InlineKeyboardMarkup([*_lay(pages, 2), [_button(word, "settings", NOTHING_NEW)]])


def topics_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The topics, ✓ where they are on."""
    return _offer("topics", _list_topics(story, off=subscriber.muted), 1)


def hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Hours to choose from, ✓ at the one that holds."""
    return _offer("time", _list_hours(subscriber), 4)


def zones_keyboard(subscriber: Subscriber, zones: Iterable[str]) -> InlineKeyboardMarkup:
    """Cities to choose from, ✓ at the one that holds."""
    return _offer("zone", [(_tick(say_zone(zone), zone == subscriber.zone), zone) for zone in zones], 3)


def alerts_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The topics that are on, ✓ where important news comes at once."""
    topics = [topic for topic in story.topics if topic.key not in subscriber.muted]
    return _offer("alerts", [(_tick(topic.name, topic.key in subscriber.alerts), topic.key) for topic in topics], 1)


def quiet_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Hours from and to, or none, ✓ at what holds."""
    held = subscriber.quiet_from, subscriber.quiet_to
    spans = [
        (_tick(say_quiet(*span), span == held), "-".join(f"{each:%H:%M}" for each in span)) for span in QUIET_OFFERED
    ]
    return _offer("quiet", [*spans, (_tick(label("no_quiet"), held == (None, None)), NONE)], 2)


def pause_keyboard(*, paused: bool) -> InlineKeyboardMarkup:
    """Some days to pause for; while there is a pause, its end too."""
    days = [(count(number, "day"), str(number)) for number in PAUSES_OFFERED]
    rows = _offer("pause", days, 3).inline_keyboard
    return InlineKeyboardMarkup([[_button(label("resume"), "pause", NONE)], *rows] if paused else rows)


def say_quiet(begin: time | None, end: time | None) -> str:
    """«من 22:00 إلى 07:00»; "" where there are no such hours."""
    if begin is None or end is None:
        return ""
    return WORDING.dates["range"].format(start=f"{begin:%H:%M}", end=f"{end:%H:%M}")


def digest_keyboard() -> InlineKeyboardMarkup:
    """Where to read on from a digest."""
    return InlineKeyboardMarkup(
        [_row(_run(name) for name in row) for row in (("figures", "timeline"), ("settings", "sources"))]
    )


def pages_keyboard(command: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """To the page before (older) and after; pages count from 1, the newest is the last."""
    buttons = []
    if page > 1:
        buttons.append(_button(label("older"), PAGE, command, str(page - 1)))
    if page < pages:
        buttons.append(_button(label("newer"), PAGE, command, str(page + 1)))
    return InlineKeyboardMarkup([_row(buttons)]) if buttons else None


def forget_keyboard() -> InlineKeyboardMarkup:
    """To say that it is meant; who does not mean it leaves it."""
    return InlineKeyboardMarkup([[_button(label("forget_all"), FORGET)]])


def take_back_keyboard(command: str, number: int) -> InlineKeyboardMarkup:
    """To say that it is meant; who does not mean it leaves it."""
    return InlineKeyboardMarkup([[_button(label(command), command, str(number))]])


def suggestions_keyboard(commands: Sequence[Command]) -> InlineKeyboardMarkup:
    """A button for each command that may have been meant."""
    return InlineKeyboardMarkup([[_button(command.label, RUN, command.name)] for command in commands])


def _offer(page: str, options: Iterable[Option], columns: int) -> InlineKeyboardMarkup:
    """What may be chosen on a page of the settings, and the way back to them."""
    buttons = [_button(words, page, value) for words, value in options]
    return InlineKeyboardMarkup([*_lay(buttons, columns), [_button(label("back"), OPEN, "settings")]])


def _list_topics(story: Story, off: Collection[str]) -> list[Option]:
    return [(_tick(topic.name, topic.key not in off), topic.key) for topic in story.topics]


def _list_hours(subscriber: Subscriber) -> list[Option]:
    return [(_tick(f"{hour:%H:%M}", hour == subscriber.digest_time), f"{hour:%H:%M}") for hour in HOURS_OFFERED]


def _tick(words: str, chosen: bool) -> str:
    return label("chosen", words) if chosen else words


def _lay(buttons: Sequence[InlineKeyboardButton], columns: int) -> list[list[InlineKeyboardButton]]:
    return [_row(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]


def _run(name: str) -> InlineKeyboardButton:
    return _button(label(name), RUN, name)


def _button(text: str, *data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=":".join(data))


def _row(buttons: Iterable[InlineKeyboardButton]) -> list[InlineKeyboardButton]:
    # Clients lay a row out from the left, whatever the language.
    return list(buttons)[::-1]
