"""The world of the preview: its chats, people and messages, in memory. Imports `protocol`."""
