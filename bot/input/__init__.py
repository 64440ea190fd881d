"""What readers write, parsed: commands, hours, days, cities. Pure. Imports `domain`, `rendering` and below."""
