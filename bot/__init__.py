"""Everything that meets the world: Telegram, the command line, files, the clock."""

import os

__version__ = "0.2.0"

# Until one opts in to timedeltas in this way, python-telegram-bot warns at every 429.
os.environ["PTB_TIMEDELTA"] = "1"
