"""The button «المصادر» under news: what stands in the sources, to the letter."""

from telegram import Update

from bot.handlers.context import Context
from bot.keyboards.payloads import unpack
from bot.services.queries import answer_quotes


async def press(update: Update, context: Context) -> None:
    """Show the quotes behind the first of a message's updates, in a message of their own."""
    _, (packed,) = await context.take_press(update)
    await context.answer(await answer_quotes(context.services, context.place, unpack(packed)))


async def press_page(update: Update, context: Context) -> None:
    """Put the quotes behind another of them in their place."""
    message_id, (packed, page) = await context.take_press(update)
    await context.turn(message_id, await answer_quotes(context.services, context.place, unpack(packed), int(page)))
