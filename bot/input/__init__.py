"""Parsers of what readers write: commands, hours, days, cities. Pure. Imports `domain`, `rendering` and below."""
