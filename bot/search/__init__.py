"""Search: the words of a query, and the updates that carry them. Imports `core` and below."""
