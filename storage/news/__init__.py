"""What is told: articles, updates, corrections, the search index. Imports `subscribers` and below."""
