"""The HTTP client for what strangers publish: safe, polite, bounded. Imports none of the bot."""
