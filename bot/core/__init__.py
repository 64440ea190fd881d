"""What the parts of the bot share: settings, clock, logs, the container of services. Imports `telegram` and below."""
