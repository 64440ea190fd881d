"""Which stories an article is about. Imports `parsing` and below."""
