"""/stop: no more digests."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import subscriptions


async def reply(_update: Update, context: Context) -> None:
    """Stop the digests of this chat."""
    await context.answer(await subscriptions.stop(context.services, context.place))
