"""The button «صورة»: the timeline or the figures as a picture, light or dark."""

from telegram import Update

from bot.cards import Theme
from bot.handlers.context import Context
from bot.handlers.drawings import send_picture
from bot.keyboards.payloads import unpack_days


async def press(update: Update, context: Context) -> None:
    """Send it; under a picture, put the other in its place."""
    _, (name, span, theme) = await context.take_press(update)
    await send_picture(context, name, unpack_days(span), Theme(theme))
