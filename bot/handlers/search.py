"""/search: updates by words."""

from telegram import Update

from bot.answers import answer_search
from bot.context import Context
from bot.notices import ask_for_words


async def reply(_update: Update, context: Context) -> None:
    """Show what was found; ask for words where there are none."""
    words = " ".join(context.args or [])
    if not words:
        await context.reply(ask_for_words())
        return
    answer = await answer_search(context.services, context.place, words)
    await context.reply(*answer.messages, reader=answer.reader)
