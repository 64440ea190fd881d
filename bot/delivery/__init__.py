"""Messages that the bot pushes: who is due, what each reader gets, sending, recording. Imports `views` and below."""
