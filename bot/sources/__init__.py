"""Where news comes from: find sources, visit them in rounds, say how they are. Imports `services` and below."""
