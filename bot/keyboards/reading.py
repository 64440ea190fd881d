"""The keyboards under news, browsing and pictures, and those that confirm something."""

from collections.abc import Sequence
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.calendar import Days
from bot.input.commands import Command
from bot.keyboards.callback_data import (
    CHOOSE_DAY,
    DARK,
    DAYS,
    DETAILS,
    DETAILS_PAGE,
    FORGET,
    LIGHT,
    PAGE,
    PICTURE,
    QUOTES,
    QUOTES_PAGE,
    RUN,
    button,
    lay,
    row,
    run,
    stack,
)
from bot.keyboards.payloads import pack, pack_days
from bot.rendering.wording import label, say_day
from storage.model.values import Months

DAYS_OFFERED = 24
_BY_AGE = "older", "newer"
_FORWARD = "previous", "next"


def digest_keyboard(
    shown: Sequence[int] = (), detailed: Sequence[int] = (), *, has_more: bool = False, is_managed: bool = True
) -> InlineKeyboardMarkup:
    """Return the buttons under a digest; without settings, if its readers cannot change them.

    :param detailed: those of the shown updates that have details.
    """
    rest = [[button(label("rest"), RUN, "new")]] if has_more else []
    rows = [[run("figures"), run("timeline")], [*([run("settings")] if is_managed else []), *_quotes(shown, detailed)]]
    return InlineKeyboardMarkup([*rest, *(row(each) for each in rows if each)])


def quotes_keyboard(
    shown: Sequence[int], detailed: Sequence[int] = (), *, has_more: bool = False, shared: int | None = None
) -> InlineKeyboardMarkup | None:
    """Return the buttons under news: the rest, sources, details, and sharing if a single update is shown."""
    share = [InlineKeyboardButton(label("share"), switch_inline_query=f"u_{shared}")] if shared else []
    rest = [button(label("rest"), RUN, "new")] if has_more else []
    return stack([rest, [*_quotes(shown, detailed), *share]])


def quotes_pages_keyboard(packed: str, number: int, of: int, shared: int) -> InlineKeyboardMarkup | None:
    """Return the buttons under quotes: the quotes behind other updates of the message, and sharing."""
    turns = _turns((QUOTES_PAGE, packed), number, of, _FORWARD)
    return stack([turns, [InlineKeyboardButton(label("share"), switch_inline_query=f"u_{shared}")]])


def details_keyboard(packed: str, number: int, of: int, shown: Sequence[int]) -> InlineKeyboardMarkup | None:
    """Return the buttons under details: their other pages, and the sources of those that are shown."""
    return stack([_turns((DETAILS_PAGE, packed), number, of, _FORWARD), _quotes(shown)])


def sources_keyboard(number: int, of: int) -> InlineKeyboardMarkup | None:
    """Return the buttons under the list of outlets: its other pages."""
    return stack([_turns((PAGE, "sources"), number, of, _FORWARD)])


def pages_keyboard(
    command: str, page: int, pages: int, shown: Sequence[int] = (), detailed: Sequence[int] = ()
) -> InlineKeyboardMarkup | None:
    """Return the buttons under a page: older, newer, sources, details."""
    return stack([_turns((PAGE, command), page, pages), _quotes(shown, detailed)])


def timeline_keyboard(
    page: int, pages: int, shown: Sequence[int], days: Days | None, detailed: Sequence[int] = ()
) -> InlineKeyboardMarkup | None:
    """Return the buttons under a page of the timeline, or of some days of it."""
    span, is_one_day = pack_days(days), days is not None and days.first == days.last
    turns = _turns((DAYS, span) if days else (PAGE, "timeline"), page, pages, _FORWARD if is_one_day else _BY_AGE)
    if not shown:
        return stack([[run("timeline")]]) if days else None
    choose = button(label("choose_day"), CHOOSE_DAY, "1")
    return stack([turns, [choose, *_quotes(shown, detailed)], _pictures("timeline", span)])


def days_keyboard(days: Sequence[date], page: int, today: date, months: Months) -> InlineKeyboardMarkup:
    """Return days to choose from, the newest first."""
    pages = max(1, -(-len(days) // DAYS_OFFERED))
    page = max(1, min(page, pages))
    offered = days[(page - 1) * DAYS_OFFERED : page * DAYS_OFFERED]
    buttons = [button(say_day(day, today, months), DAYS, pack_days(Days(day, day)), "1") for day in offered]
    turns = [
        button(label(name), CHOOSE_DAY, str(to))
        for name, to in (("older", page + 1), ("newer", page - 1))
        if 1 <= to <= pages
    ]
    return InlineKeyboardMarkup([*lay(buttons, 3), *([row(turns)] if turns else [])])


def figures_keyboard() -> InlineKeyboardMarkup:
    """Return the buttons under the figures."""
    return InlineKeyboardMarkup([row(_pictures("figures"))])


def picture_keyboard(name: str, days: Days | None, theme: str) -> InlineKeyboardMarkup:
    """Return the button under a picture: the same picture in the other theme."""
    other = LIGHT if theme == DARK else DARK
    return InlineKeyboardMarkup([[button(label(f"theme_{other}"), PICTURE, name, pack_days(days), other)]])


def run_keyboard(*names: str) -> InlineKeyboardMarkup:
    """Return a button for each of these commands, one below the other."""
    return InlineKeyboardMarkup([[run(name)] for name in names])


def help_keyboard(commands: Sequence[Command]) -> InlineKeyboardMarkup:
    """Return all commands as buttons; each topic has a row of its own."""
    topics = [[button(command.label, RUN, command.name)] for command in commands if command.topic]
    others = [button(command.label, RUN, command.name) for command in commands if not command.topic]
    return InlineKeyboardMarkup([*topics, *lay(others, 3)])


def forget_keyboard() -> InlineKeyboardMarkup:
    """Return the button that confirms the erasure of a reader's data."""
    return InlineKeyboardMarkup([[button(label("forget_all"), FORGET)]])


def confirm_keyboard(command: str, number: int) -> InlineKeyboardMarkup:
    """Return the button that confirms a command of an administrator."""
    return InlineKeyboardMarkup([[button(label(f"confirm_{command}"), command, str(number))]])


def suggestions_keyboard(commands: Sequence[Command]) -> InlineKeyboardMarkup:
    """Return a button for each suggested command."""
    return InlineKeyboardMarkup([[button(command.label, RUN, command.name)] for command in commands])


def _turns(data: Sequence[str], page: int, pages: int, names: tuple[str, str] = _BY_AGE) -> list[InlineKeyboardButton]:
    """Return the buttons to the page before and the page after. Pages count from 1; the newest, if any is, is last."""
    turns = zip(names, (page - 1, page + 1), strict=True)
    return [button(label(name), *data, str(to)) for name, to in turns if 1 <= to <= pages]


def _quotes(shown: Sequence[int], detailed: Sequence[int] = ()) -> list[InlineKeyboardButton]:
    """Return the buttons to the sources of updates, and to the details of those that have some."""
    names = (("sources", QUOTES, shown), ("details", DETAILS, detailed))
    return [button(label(name), data, pack(sequences)) for name, data, sequences in names if sequences]


def _pictures(name: str, span: str = "") -> list[InlineKeyboardButton]:
    return [button(label("picture"), PICTURE, name, span, LIGHT), run("briefing")]
