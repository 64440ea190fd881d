"""What storage hands out and takes in: values, never rows. Imports `briefings.model`."""
