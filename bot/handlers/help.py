"""/help: what can be asked for."""

from telegram import Update

from bot.admins import is_admin
from bot.commands import list_admin_commands, list_commands
from bot.context import Context
from bot.notices import help_text


async def reply(update: Update, context: Context) -> None:
    """List the commands; to an administrator his own, too."""
    story = context.services.story
    own = list_admin_commands() if is_admin(update, context.services) else ()
    await context.reply(help_text(story, [*list_commands(story), *own]))
