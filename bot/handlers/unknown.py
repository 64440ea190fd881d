"""What is not understood gets a question back, never silence."""

from telegram import Update

from bot.answers import answer_search
from bot.commands import suggest_commands
from bot.context import Context
from bot.notices import not_understood, stale_button


async def reply(update: Update, context: Context) -> None:
    """Words that name no command are looked for; where nothing is found, ask what was meant."""
    text = (update.effective_message and update.effective_message.text) or ""
    found = await answer_search(context.services, context.place, text)
    if found.messages[0].shows:
        await context.reply(*found.messages, reader=found.reader)
        return
    await context.reply(not_understood(text, suggest_commands(text, context.services.story)))


async def reply_to_button(update: Update, context: Context) -> None:
    """A button of an old message, or a forged one."""
    if update.callback_query:
        await context.acknowledge(update.callback_query, stale_button())
