"""The Bot API's methods that this server knows."""

from bot.preview.methods import chats, editing, inline, messages, profile, updates
from bot.preview.methods.table import Method

METHODS: dict[str, Method] = {
    **updates.METHODS,
    **messages.METHODS,
    **editing.METHODS,
    **chats.METHODS,
    **inline.METHODS,
    **profile.METHODS,
}
"""By lower-case name."""
