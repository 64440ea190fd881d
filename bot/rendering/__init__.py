"""Templates and wording: values → Telegram HTML, plain or rich. Imports `storage.model` and `briefings`."""
