"""Claims that tell one thing → clusters. Imports `compression` and below."""
