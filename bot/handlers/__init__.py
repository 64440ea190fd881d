"""Handlers of Telegram's updates, a module per feature.

`router` has the table of commands: who answers each, and who may use it. Imports `services` and below.
"""
