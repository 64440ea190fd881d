"""The services of a bot, as its own tests have them."""

from tests.bot.conftest import clock, services

__all__ = ["clock", "services"]
