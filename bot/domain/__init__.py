"""The rules of the bot, without input or output: schedule, preferences, selection.

Imports `storage.model` and `briefings`.
"""
