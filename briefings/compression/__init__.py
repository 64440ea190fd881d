"""Shortening a clause, in its own words. Imports `parsing` and below."""
