"""The command that runs the bot: ``run``."""

import asyncio

from telegram.error import InvalidToken, TelegramError

from bot.app import load_services, running
from bot.cli.command_line import end
from bot.core.container import Services
from bot.core.logs import configure_logging, redact, secrets_of
from bot.core.settings import SettingsError
from bot.core.signals import wait_for_signal


def run() -> None:
    """Run the bot with the settings of the environment or of .env."""
    services = load_services()
    settings = services.settings
    settings.require_token()
    configure_logging(settings.log_level, settings.telegram_bot_token)
    try:
        asyncio.run(_run_until_signal(services))
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN was refused by the server: get a valid token from @BotFather") from None
    except TelegramError as error:
        message = redact(error.message, secrets_of(settings.telegram_bot_token))
        end(f"the Bot API server at {settings.telegram_api_url} cannot be used: {message}", status=1)


async def _run_until_signal(services: Services) -> None:
    async with running(services):
        await wait_for_signal()
