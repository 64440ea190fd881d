"""What readers get: values in, messages out. Pure. Imports `keyboards`, `search` and below."""
