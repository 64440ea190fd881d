"""Use cases: each reads and changes storage, and returns what to tell. Imports `delivery` and below."""
