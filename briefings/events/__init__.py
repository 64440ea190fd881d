"""What several reports tell as one event, and which events are new. Imports `extraction` and below."""
