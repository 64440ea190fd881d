"""The types of python-telegram-bot, filled in with ours."""

from typing import Any

from telegram.ext import Application, CallbackContext

from bot.core.container import Services
from bot.telegram.rate_limiter import Bot


class Context(CallbackContext[Bot, dict[Any, Any], dict[Any, Any], dict[str, Services]]):
    """The context of an update."""

    @property
    def services(self) -> Services:
        """Return the database, the story, the clock and what else the bot shares."""
        return self.bot_data["services"]


App = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[str, Services], None]
