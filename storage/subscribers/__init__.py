"""Who reads: settings, what each has seen. Imports `schema` and below."""
