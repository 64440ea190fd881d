"""What is read off one sentence or clause. Imports `dates`, `text`."""
