"""What the parts of the bot share: settings, clock, logs, the container of services. Imports `domain` and below."""
