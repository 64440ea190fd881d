"""The news: articles, updates, corrections, the search index. Imports `subscribers` and below."""
