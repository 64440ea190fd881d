"""The command line of operators. It may use everything below; nothing uses it."""
