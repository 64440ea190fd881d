"""Arabic letters, words, numbers, names, and the parsed text: no knowledge of news. Imports `story` and `model`."""
