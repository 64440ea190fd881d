"""The keyboards under the greeting and on the pages of the settings."""

from collections.abc import Collection, Iterable
from datetime import time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.callback_data import BACK, HOUR, HOURS, NONE, NOTHING_NEW, OPEN, RUN, TOPIC, button, lay, run, tick
from bot.rendering.wording import WORDING, count, label, say_zone
from briefings.story import Story
from storage.model.values import Digits, Format, Months, Subscriber

HOURS_OFFERED = tuple(time(hour) for hour in (6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21, 22))
QUIET_OFFERED = ((time(22), time(7)), (time(23), time(7)), (time(0), time(8)))
PAUSES_OFFERED = (1, 3, 7)  # days

Option = tuple[str, str]  # the words and the data of a button


def greeting_keyboard(story: Story, subscriber: Subscriber, *, has_unread: bool = False) -> InlineKeyboardMarkup:
    """Return the topics, with ✓ if they are on, the hour, and the button to the settings."""
    topics = [[button(words, TOPIC, key)] for words, key in _list_topics(story, off=subscriber.muted)]
    hour = button(label("hour", f"{subscriber.digest_time:%H:%M}"), HOURS)
    unread = [[run("new")]] if has_unread else []
    return InlineKeyboardMarkup([*unread, *topics, [hour], [button(label("more_settings"), RUN, "settings")]])


def greeting_hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return the hours under the greeting."""
    hours = lay([button(words, HOUR, hour) for words, hour in _list_hours(subscriber)], 4)
    return InlineKeyboardMarkup([*hours, [button(label("back"), BACK)]])


def settings_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return a button for each page, and the choice that needs no page."""
    names = ("topics", "time", "alerts", "quiet", "zone", "pause", "look")
    pages = [button(label(name), OPEN, name) for name in names]
    word = tick(label("tells_nothing_new"), subscriber.tells_nothing_new)
    return InlineKeyboardMarkup([*lay(pages, 2), [button(word, "settings", NOTHING_NEW)]])


def topics_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return the topics, with ✓ if they are on."""
    return _offer("topics", _list_topics(story, off=subscriber.muted), 1)


def hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return the hours, with ✓ at the chosen one."""
    return _offer("time", _list_hours(subscriber), 4)


def zones_keyboard(subscriber: Subscriber, zones: Iterable[str]) -> InlineKeyboardMarkup:
    """Return the cities, with ✓ at the chosen one."""
    return _offer("zone", [(tick(say_zone(zone), zone == subscriber.zone), zone) for zone in zones], 3)


def alerts_keyboard(story: Story, subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return the topics that are on, with ✓ if they have alerts."""
    topics = [topic for topic in story.topics if topic.key not in subscriber.muted]
    return _offer("alerts", [(tick(topic.name, topic.key in subscriber.alerts), topic.key) for topic in topics], 1)


def quiet_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return the quiet hours, with ✓ at the chosen ones."""
    held = subscriber.quiet_from, subscriber.quiet_to
    spans = [
        (tick(say_quiet(*span), span == held), "-".join(f"{each:%H:%M}" for each in span)) for span in QUIET_OFFERED
    ]
    return _offer("quiet", [*spans, (tick(label("no_quiet"), held == (None, None)), NONE)], 2)


def look_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Return digits, month names and formats, with ✓ at the chosen ones."""
    display = subscriber.display
    rows: list[list[InlineKeyboardButton]] = []
    for columns, name, held, choices in (
        (2, "digits", display.digits, Digits),
        (1, "months", display.months, Months),
        (2, "format", display.format, Format),
    ):
        words = [(tick(label(f"{name}_{each}"), each == held), str(each)) for each in choices]
        rows += lay([button(text, "look", value) for text, value in words], columns)
    return InlineKeyboardMarkup([*rows, [button(label("back"), OPEN, "settings")]])


def pause_keyboard(*, paused: bool) -> InlineKeyboardMarkup:
    """Return the lengths of a pause; during a pause, also the button that ends it."""
    days = [(count(number, "day"), str(number)) for number in PAUSES_OFFERED]
    rows = _offer("pause", days, 3).inline_keyboard
    return InlineKeyboardMarkup([[button(label("resume"), "pause", NONE)], *rows] if paused else rows)


def say_quiet(begin: time | None, end: time | None) -> str:
    """Return quiet hours in words, «من 22:00 إلى 07:00»; "" if there are none."""
    if begin is None or end is None:
        return ""
    return WORDING.dates["range"].format(start=f"{begin:%H:%M}", end=f"{end:%H:%M}")


def _offer(page: str, options: Iterable[Option], columns: int) -> InlineKeyboardMarkup:
    """Return the choices of a page, and the button back to the settings."""
    buttons = [button(words, page, value) for words, value in options]
    return InlineKeyboardMarkup([*lay(buttons, columns), [button(label("back"), OPEN, "settings")]])


def _list_topics(story: Story, off: Collection[str]) -> list[Option]:
    return [(tick(topic.name, topic.key not in off), topic.key) for topic in story.topics]


def _list_hours(subscriber: Subscriber) -> list[Option]:
    return [(tick(f"{hour:%H:%M}", hour == subscriber.digest_time), f"{hour:%H:%M}") for hour in HOURS_OFFERED]
