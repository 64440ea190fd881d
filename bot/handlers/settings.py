"""The settings: commands with words, and the buttons of the pages."""

from collections.abc import Callable
from datetime import time as Time  # noqa: N812 - `time` is the command
from functools import partial

from bot.domain import preferences
from bot.domain.preferences import Choice
from bot.handlers.conversation import Conversation, Handler
from bot.input.parsing import find_zone, find_zone_at, means_none, parse_days, parse_quiet, parse_time, suggest_zones
from bot.keyboards.callback_data import NONE
from bot.services import subscriptions
from bot.views import settings as pages
from bot.views.settings import PAGES, SettingsPage


async def settings(chat: Conversation) -> None:
    """Show all settings."""
    await _show(chat, pages.show_settings)


async def alerts(chat: Conversation) -> None:
    """Show the topics with alerts."""
    await _show(chat, pages.show_alerts)


async def time(chat: Conversation) -> None:
    """Set the hour that was written; offer hours if none was written or understood."""
    hour = parse_time(chat.words)
    choice = preferences.choose_hour(hour) if hour is not None else None
    await _show(chat, partial(pages.show_hours, misread="" if choice else chat.words), choice)


async def zone(chat: Conversation) -> None:
    """Set the zone of the city that was written; offer cities if none was written or known."""
    if found := find_zone(chat.words):
        await _show(chat, pages.show_zones, preferences.choose_zone(found))
    else:
        await _show(chat, partial(pages.show_zones, misread=chat.words, near=suggest_zones(chat.words)))


async def zone_of_location(chat: Conversation) -> None:
    """Set the zone of the location that was sent."""
    message = chat.request.update.message
    location = message.location if message else None
    if location and (found := find_zone_at(location.latitude, location.longitude)):
        await _show(chat, pages.show_zones, preferences.choose_zone(found))
    else:
        await _show(chat, partial(pages.show_zones, is_at_sea=True))


async def quiet(chat: Conversation) -> None:
    """Set the quiet hours that were written; offer some if none were written or understood."""
    hours = (None, None) if means_none(chat.words) else parse_quiet(chat.words)
    choice = preferences.choose_quiet(*hours) if hours else None
    await _show(chat, partial(pages.show_quiet, misread="" if choice else chat.words), choice)


async def pause(chat: Conversation) -> None:
    """Pause for the days that were written; offer some if none were written or understood."""
    days = parse_days(chat.words)
    choice = preferences.pause(days) if days else None
    await _show(chat, partial(pages.show_pause, misread="" if choice else chat.words), choice)


async def press_page(chat: Conversation) -> None:
    """Turn to a page of the settings."""
    (name,) = await chat.take_press()
    await chat.edit(await subscriptions.show(chat.services, chat.place, PAGES[name]))


async def press_nothing_new(chat: Conversation) -> None:
    """Switch the message on days without news on or off."""
    await chat.take_press()
    page = await subscriptions.show(chat.services, chat.place, pages.show_settings, preferences.switch_nothing_new)
    await chat.edit(page)


def _press(page: SettingsPage, read: Callable[[str], Choice]) -> Handler:
    """Return the handler of a page's buttons: it applies the choice in their data, and shows the page again."""

    async def press(chat: Conversation) -> None:
        (value,) = await chat.take_press()
        await chat.edit(await subscriptions.show(chat.services, chat.place, page, read(value)))

    return press


def _read_quiet(span: str) -> Choice:
    return preferences.choose_quiet(*((None, None) if span == NONE else map(Time.fromisoformat, span.split("-"))))


def _read_pause(days: str) -> Choice:
    return preferences.resume if days == NONE else preferences.pause(int(days))


press_topic = _press(pages.show_topics, preferences.switch_topic)
press_alert = _press(pages.show_alerts, preferences.switch_alerts)
press_hour = _press(pages.show_hours, lambda hour: preferences.choose_hour(Time.fromisoformat(hour)))
press_zone = _press(pages.show_zones, preferences.choose_zone)
press_quiet = _press(pages.show_quiet, _read_quiet)
press_pause = _press(pages.show_pause, _read_pause)
press_look = _press(pages.show_look, preferences.choose_look)


async def _show(chat: Conversation, page: SettingsPage, choice: Choice | None = None) -> None:
    await chat.reply(await subscriptions.show(chat.services, chat.place, page, choice))
