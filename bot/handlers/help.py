"""/help: what can be asked for."""

from telegram import Update

from bot.commands import list_commands
from bot.context import Context
from bot.notices import help_text


async def reply(_update: Update, context: Context) -> None:
    """List the commands."""
    story = context.services.story
    await context.reply(help_text(story, list_commands(story)))
