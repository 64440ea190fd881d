"""The tables as typed rows. Imports `model`."""
