"""Inline mode: «@bot» and some words in any chat offer news to share there."""

from telegram import Update

from bot.handlers.context import Context
from bot.input.spelling import cut
from bot.services.inline import find_results


async def offer_results(update: Update, context: Context) -> None:
    """Answer an inline query."""
    if query := update.inline_query:
        found = await find_results(context.services, context.bot.username, cut(query.query), query.offset)
        # python-telegram-bot makes a list of an empty text, and clients would ask without end.
        await query.answer(found.results, cache_time=30, next_offset=found.next_offset or None)
