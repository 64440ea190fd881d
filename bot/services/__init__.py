"""Use cases: each reads and changes storage, and returns the messages to send. Imports `delivery` and below."""
