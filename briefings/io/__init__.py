"""Files → articles, and briefings → JSON. Imports `reading` and below."""
