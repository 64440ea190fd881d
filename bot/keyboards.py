"""Inline keyboards, and the ids behind their buttons."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.commands import Command
from bot.links import pack
from bot.wording import WORDING, count, label, say_day, say_zone
from bot.written import Days
from briefings.story import Story
from storage.values import Digits, Format, Months, Subscriber

HOURS_OFFERED = tuple(time(hour) for hour in (6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21, 22))
QUIET_OFFERED = ((time(22), time(7)), (time(23), time(7)), (time(0), time(8)))
PAUSES_OFFERED = (1, 3, 7)  # days
DAYS_OFFERED = 24

# Callback data: at most 64 bytes, so ids and never words.
FORGET = "forget"  # it is meant
RUN = "c"  # c:timeline     run a command
PAGE = "p"  # p:turkey:2    turn to a page
QUOTES = "q"  # q:1-2z     what stands behind these updates
QUOTES_PAGE = "qp"  # qp:1-2z:2     behind the second of them
CHOOSE_DAY = "day"  # day:1       the days, by page
DAYS = "d"  # d:20220105-20220109:2     some days of the timeline, by page
PICTURE = "pic"  # pic:timeline:20220105-20220109:dark
LIGHT, DARK = "light", "dark"
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


def greeting_keyboard(story: Story, subscriber: Subscriber, *, has_unread: bool = False) -> InlineKeyboardMarkup:
    """The topics, ✓ where they are on, the hour, and the way to the settings."""
    topics = [[_button(words, TOPIC, key)] for words, key in _list_topics(story, off=subscriber.muted)]
    hour = _button(label("hour", f"{subscriber.digest_time:%H:%M}"), HOURS)
    unread = [[_run("new")]] if has_unread else []
    return InlineKeyboardMarkup([*unread, *topics, [hour], [_button(label("more_settings"), RUN, "settings")]])


def greeting_hours_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Hours to choose from, under the greeting."""
    hours = _lay([_button(words, HOUR, hour) for words, hour in _list_hours(subscriber)], 4)
    return InlineKeyboardMarkup([*hours, [_button(label("back"), BACK)]])


def settings_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """The way to each page, and the one choice that needs none."""
    names = ("topics", "time", "alerts", "quiet", "zone", "pause", "look")
    pages = [_button(label(name), OPEN, name) for name in names]
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


def look_keyboard(subscriber: Subscriber) -> InlineKeyboardMarkup:
    """Digits, names of months, plain or rich messages; ✓ at what holds."""
    manner = subscriber.manner
    rows: list[list[InlineKeyboardButton]] = []
    for columns, name, held, choices in (
        (2, "digits", manner.digits, Digits),
        (1, "months", manner.months, Months),
        (2, "format", manner.format, Format),
    ):
        words = [(_tick(label(f"{name}_{each}"), each == held), str(each)) for each in choices]
        rows += _lay([_button(text, "look", value) for text, value in words], columns)
    return InlineKeyboardMarkup([*rows, [_button(label("back"), OPEN, "settings")]])


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


def digest_keyboard(
    shown: Sequence[int] = (), *, has_more: bool = False, is_managed: bool = True
) -> InlineKeyboardMarkup:
    """Where to read on from a digest that shows these updates; the settings, where its readers have any."""
    rest = [[_button(label("rest"), RUN, "new")]] if has_more else []
    rows = [[_run("figures"), _run("timeline")], [*([_run("settings")] if is_managed else []), *_quotes(shown)]]
    return InlineKeyboardMarkup([*rest, *(_row(row) for row in rows if row)])


def quotes_keyboard(
    shown: Sequence[int], *, has_more: bool = False, shared: int | None = None
) -> InlineKeyboardMarkup | None:
    """What stands behind the updates of a message; what is left to read; an update to share with others."""
    share = [InlineKeyboardButton(label("share"), switch_inline_query=f"u_{shared}")] if shared else []
    rest = [_button(label("rest"), RUN, "new")] if has_more else []
    return _stack([rest, [*_quotes(shown), *share]])


def quotes_pages_keyboard(packed: str, number: int, of: int, shared: int) -> InlineKeyboardMarkup | None:
    """From the quotes behind one update of a message to those behind another; the update to share with others."""
    turns = [
        _button(label(name), QUOTES_PAGE, packed, str(to))
        for name, to in (("previous", number - 1), ("next", number + 1))
        if 1 <= to <= of
    ]
    return _stack([turns, [InlineKeyboardButton(label("share"), switch_inline_query=f"u_{shared}")]])


def pages_keyboard(command: str, page: int, pages: int, shown: Sequence[int] = ()) -> InlineKeyboardMarkup | None:
    """To the page before (older) and after, and to what stands behind the updates of this one."""
    return _stack([_turns((PAGE, command), page, pages), _quotes(shown)])


def timeline_keyboard(page: int, pages: int, shown: Sequence[int], days: Days | None) -> InlineKeyboardMarkup | None:
    """Under a page of the timeline, or of some days of it."""
    span = _pack(days)
    turns = _turns((DAYS, span) if days else (PAGE, "timeline"), page, pages)
    if not shown:
        return _stack([[_run("timeline")]]) if days else None
    choose = _button(label("choose_day"), CHOOSE_DAY, "1")
    return _stack([turns, [choose, *_quotes(shown)], _pictures("timeline", span)])


def days_keyboard(days: Sequence[date], page: int, today: date, months: Months) -> InlineKeyboardMarkup:
    """Days to choose from, the newest first."""
    pages = max(1, -(-len(days) // DAYS_OFFERED))
    page = max(1, min(page, pages))
    offered = days[(page - 1) * DAYS_OFFERED : page * DAYS_OFFERED]
    buttons = [_button(say_day(day, today, months), DAYS, f"{day:%Y%m%d}-{day:%Y%m%d}", "1") for day in offered]
    turns = [
        _button(label(name), CHOOSE_DAY, str(to))
        for name, to in (("older", page + 1), ("newer", page - 1))
        if 1 <= to <= pages
    ]
    return InlineKeyboardMarkup([*_lay(buttons, 3), *([_row(turns)] if turns else [])])


def figures_keyboard() -> InlineKeyboardMarkup:
    """The figures as a picture."""
    return InlineKeyboardMarkup([_row(_pictures("figures"))])


def picture_keyboard(name: str, days: Days | None, theme: str) -> InlineKeyboardMarkup:
    """Under a picture: the same on the other ground."""
    other = LIGHT if theme == DARK else DARK
    return InlineKeyboardMarkup([[_button(label(f"theme_{other}"), PICTURE, name, _pack(days), other)]])


def run_keyboard(*names: str) -> InlineKeyboardMarkup:
    """A button for each of these commands, one below the other."""
    return InlineKeyboardMarkup([[_run(name)] for name in names])


def help_keyboard(commands: Sequence[Command]) -> InlineKeyboardMarkup:
    """All commands as buttons; a topic's name takes a row of its own."""
    topics = [[_button(command.label, RUN, command.name)] for command in commands if command.topic]
    others = [_button(command.label, RUN, command.name) for command in commands if not command.topic]
    return InlineKeyboardMarkup([*topics, *_lay(others, 3)])


def forget_keyboard() -> InlineKeyboardMarkup:
    """To say that it is meant; who does not mean it leaves it."""
    return InlineKeyboardMarkup([[_button(label("forget_all"), FORGET)]])


def confirm_keyboard(command: str, number: int) -> InlineKeyboardMarkup:
    """To say that what an administrator asked for is meant; who does not mean it leaves it."""
    return InlineKeyboardMarkup([[_button(label(f"confirm_{command}"), command, str(number))]])


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


def _turns(data: Sequence[str], page: int, pages: int) -> list[InlineKeyboardButton]:
    """To the page before (older) and after; pages count from 1, the newest is the last."""
    turns = (("older", page - 1), ("newer", page + 1))
    return [_button(label(name), *data, str(to)) for name, to in turns if 1 <= to <= pages]


def _quotes(shown: Sequence[int]) -> list[InlineKeyboardButton]:
    return [_button(label("sources"), QUOTES, pack(shown))] if shown else []


def _pictures(name: str, span: str = "") -> list[InlineKeyboardButton]:
    return [_button(label("picture"), PICTURE, name, span, LIGHT), _run("briefing")]


def _pack(days: Days | None) -> str:
    return f"{days.first:%Y%m%d}-{days.last:%Y%m%d}" if days else ""


def _tick(words: str, chosen: bool) -> str:
    return label("chosen", words) if chosen else words


def _lay(buttons: Sequence[InlineKeyboardButton], columns: int) -> list[list[InlineKeyboardButton]]:
    return [_row(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]


def _run(name: str) -> InlineKeyboardButton:
    return _button(label(name), RUN, name)


def _button(text: str, *data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=":".join(data))


def _stack(rows: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Rows, one below the other; None where there is no button at all."""
    filled = [_row(row) for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def _row(buttons: Iterable[InlineKeyboardButton]) -> list[InlineKeyboardButton]:
    # Clients lay a row out from the left, whatever the language.
    return list(buttons)[::-1]
