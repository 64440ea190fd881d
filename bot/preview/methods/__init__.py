"""The Bot API's methods that the server knows: each reads its parameters and acts on the state. Imports `state`."""

from bot.preview.methods import account, messages
from bot.preview.methods.table import Method as Method
from bot.preview.methods.table import Table

METHODS = Table({**account.METHODS, **messages.METHODS})
"""By lower-case name."""
