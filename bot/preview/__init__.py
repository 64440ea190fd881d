"""A local Bot API server with a chat page and a replayed story, without the bot. Imports `core` and `briefings`."""
