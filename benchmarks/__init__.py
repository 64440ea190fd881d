"""How well the composer does, on data that does not ship with it."""
