"""The values that storage returns and accepts, never rows. Imports `briefings.model`."""
