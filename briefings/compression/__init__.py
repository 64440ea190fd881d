"""A clause made short, in its own words. Imports `parsing` and below."""
