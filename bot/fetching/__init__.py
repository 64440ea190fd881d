"""The HTTP client for what strangers publish: safe, polite, bounded. Imports none of the bot."""

from bot.fetching.fetcher import Fetcher
from bot.fetching.targets import show_address
from bot.fetching.values import Answer, FetchError, FetchFault, FetchSettings

__all__ = ["Answer", "FetchError", "FetchFault", "FetchSettings", "Fetcher", "show_address"]
