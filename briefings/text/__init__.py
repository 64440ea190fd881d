"""Arabic letters, words, numbers, names: no knowledge of news. Imports `model` and `story`."""
