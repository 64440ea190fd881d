"""Handlers of Telegram's updates, a module per feature.

`router` says which handler answers what. Imports `services` and below.
"""
