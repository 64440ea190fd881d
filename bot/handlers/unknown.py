"""What is not understood gets a question back, never silence."""

from telegram import Update

from bot.answers import answer_words
from bot.context import Context
from bot.notices import stale_button


async def reply(_update: Update, context: Context) -> None:
    """Words that name no command are looked for; where nothing is found, ask what was meant."""
    await context.answer(await answer_words(context.services, context.place, context.said))


async def reply_to_button(update: Update, context: Context) -> None:
    """A button of an old message, or a forged one."""
    await context.reject(update, stale_button())
