"""An article read into claims, and its day found. Imports `clustering` and below."""
