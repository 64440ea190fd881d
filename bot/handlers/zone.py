"""/zone: by whose clock the hours are."""

from functools import partial

from telegram import Update

from bot.domain import preferences
from bot.handlers.context import Context
from bot.input.parsing import find_zone, find_zone_at, suggest_zones
from bot.services import subscriptions
from bot.views.settings import show_zones


async def reply(_update: Update, context: Context) -> None:
    """Set the zone of the city that was written; offer cities where none was, or none that is known."""
    written = context.words
    zone = find_zone(written)
    choice = preferences.choose_zone(zone) if zone else None
    page = show_zones if zone else partial(show_zones, misread=written, near=suggest_zones(written))
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def take_location(update: Update, context: Context) -> None:
    """Set the zone of the place that was sent."""
    place = update.message and update.message.location
    zone = find_zone_at(place.latitude, place.longitude) if place else None
    choice = preferences.choose_zone(zone) if zone else None
    page = show_zones if zone else partial(show_zones, is_at_sea=True)
    await context.reply(await subscriptions.show(context.services, context.place, page, choice))


async def press(update: Update, context: Context) -> None:
    """One of the cities."""
    message_id, (zone,) = await context.take_press(update)
    choice = preferences.choose_zone(zone)
    await context.edit(message_id, await subscriptions.show(context.services, context.place, show_zones, choice))
