"""Buttons, the data behind them, and links into the bot. Pure. Imports `rendering`, `domain` and below."""
