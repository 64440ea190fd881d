"""How claims stand to each other: contradiction, development, figures. Imports `clustering` and below."""
