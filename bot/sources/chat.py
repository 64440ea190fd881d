"""The sources in the chat of an administrator: list them, add one by its address, pause, resume and remove one."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.core.container import Services
from bot.keyboards.feeds import ASK_TO_DROP_FEED, DROP_FEED, OPEN_FEED, PAUSE_FEED, RESUME_FEED
from bot.rendering import Message
from bot.sources import manage
from bot.sources.values import SourceError
from bot.views import feeds as views


async def list_page(services: Services, page: int) -> Message:
    """Return a page of the sources, from 1."""
    return views.list_feeds(await manage.list_all(services), page, *_about(services))


async def add(services: Services, written: str) -> Message:
    """Add the source at an address, and say what it is; or say why that cannot be, or between which to choose."""
    display = services.settings.display
    try:
        source = await manage.add(services, written, from_chat=True)
    except manage.SeveralFeedsError as error:
        return views.offer_feeds([each.url for each in error.candidates], display)
    except SourceError as error:
        return views.refuse_feed(str(error), display)
    return views.show_feed(source, *_about(services), is_new=True)


async def press(services: Services, action: str, number: int) -> Message:
    """Do what a button of a source says, and return what it has become."""
    find, show = ACTIONS[action]
    try:
        source = await find(services, number)
    except SourceError as error:
        return views.refuse_feed(str(error), services.settings.display)
    return show(source, *_about(services))


def _about(services: Services) -> tuple[Any, ...]:
    return services.clock(), services.settings.timezone, services.settings.display


ACTIONS: dict[str, tuple[Callable[[Services, int], Awaitable[Any]], Callable[..., Message]]] = {
    OPEN_FEED: (manage.find, views.show_feed),
    PAUSE_FEED: (manage.pause, views.show_feed),
    RESUME_FEED: (manage.resume, views.show_feed),
    ASK_TO_DROP_FEED: (manage.find, views.ask_to_drop),
    DROP_FEED: (manage.remove, views.confirm_drop),
}
