"""Bytes → articles, and briefings → JSON. Imports `model` alone."""
