"""Where news comes from: sources, visits to them, what was left out. Imports `schema` and below."""
