"""The Bot API's values and rules: what a request may hold, and the words of a refusal. Imports nothing of ours."""
