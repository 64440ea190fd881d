"""The preview over HTTP: the Bot API, the chat page, the control. Imports `methods` and below."""
