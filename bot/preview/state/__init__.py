"""The world of the preview in memory: its chats, people and messages. Imports `protocol`."""
