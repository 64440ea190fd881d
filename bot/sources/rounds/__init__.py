"""Rounds: visits side by side, what they bring taken in, what became of it recorded. Imports `visits`."""
