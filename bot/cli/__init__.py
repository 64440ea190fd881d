"""The command line for operators. Imports everything below; only `__main__` imports it."""
