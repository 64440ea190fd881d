"""The wire to Telegram: requests, rates, errors, files that Telegram has. Imports none of the bot."""
