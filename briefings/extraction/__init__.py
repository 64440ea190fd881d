"""One article → its sentences and claims. Imports `compression` and below."""
