"""One visit to one source: what it has, and what of that is new. Imports `values`, and stores nothing."""
