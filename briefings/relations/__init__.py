"""How claims bear on each other: contradiction, development, figures. Imports `clustering` and below."""
