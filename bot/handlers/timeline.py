"""/timeline: what happened, day by day; «من 5 إلى 9 يناير»."""

from telegram import Update

from bot.handlers.context import Context
from bot.keyboards.payloads import unpack_days
from bot.services.queries import answer_days, answer_timeline, answer_words
from bot.views.service_messages import stale_button


async def reply(_update: Update, context: Context) -> None:
    """Show the newest page; the days that were written, or what else is found by the words."""
    services, place = context.services, context.place
    words = context.words
    await context.answer(await (answer_words(services, place, words) if words else answer_timeline(services, place)))


async def press_choice(update: Update, context: Context) -> None:
    """Put the days to choose from in the place of the timeline."""
    message_id, (page,) = await context.take_press(update)
    await context.turn(message_id, await answer_days(context.services, context.place, int(page)))


async def press_days(update: Update, context: Context) -> None:
    """A page of some days."""
    days = unpack_days(context.matches[0][1]) if context.matches else None
    if days is None:
        await context.reject(update, stale_button())
        return
    message_id, (_, page) = await context.take_press(update)
    await context.turn(message_id, await answer_timeline(context.services, context.place, int(page), days))
