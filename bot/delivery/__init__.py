"""Messages that the bot sends unasked: who is due, what each gets, sending and recording. Imports `views` and below."""
