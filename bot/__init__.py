"""Everything that meets the world: Telegram, the command line, files, the clock."""

import os

# Until one opts in to timedeltas in this way, python-telegram-bot warns at every 429.
os.environ["PTB_TIMEDELTA"] = "1"
