"""Telegram on this machine: a local Bot API server, a chat page, and a story that is replayed."""
