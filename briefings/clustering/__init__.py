"""Claims, how similar they are, and clusters of those that tell one thing. Imports `compression` and below."""
