"""Search: the words of a query, and the updates that have them. Imports `core` and below."""
