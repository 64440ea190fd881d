"""The command that runs the bot: ``run``."""

import asyncio
import logging
import os
import threading
from contextlib import suppress

from telegram.error import InvalidToken

from bot.app import load_services, running
from bot.core.container import Services
from bot.core.logs import configure_logging
from bot.core.settings import SettingsError
from bot.core.signals import wait_for_signal

_LOGGER = logging.getLogger(__name__)

_LONGEST_END_S = 9.5  # supervisors kill after ten seconds
_LAST_THREADS_S = 1.0  # once everything was given back, a thread that composes is not waited for


def run() -> None:
    """Run the bot with the settings of the environment or of .env."""
    services = load_services()
    settings = services.settings
    settings.require_token()
    configure_logging(settings.log_level, settings.list_secrets())
    try:
        asyncio.run(_run_until_signal(services))
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN was refused by the server: get a valid token from @BotFather") from None


async def _run_until_signal(services: Services) -> None:
    """Run the bot until a signal comes, or until the bot ends by an error; a start may be interrupted, too."""
    signalled = asyncio.create_task(wait_for_signal())  # first, so that no signal comes too early
    bot = asyncio.create_task(_run(services))
    await asyncio.wait({bot, signalled}, return_when=asyncio.FIRST_COMPLETED)
    if not bot.done():
        _end_within(_LONGEST_END_S, status=1)
        bot.cancel()
    signalled.cancel()
    with suppress(asyncio.CancelledError):
        await bot
    _end_within(_LAST_THREADS_S, status=0)


async def _run(services: Services) -> None:
    async with running(services):
        await asyncio.Event().wait()


def _end_within(seconds: float, *, status: int) -> None:
    """End the process after so many seconds, if it has not ended by then: no thread can be made to stop."""

    def end() -> None:
        _LOGGER.warning("Work in a thread is cut off" if status == 0 else "The process did not stop in time")
        logging.shutdown()
        os._exit(status)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
