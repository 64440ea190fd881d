"""Composing at scale: engines that read articles in other processes or on other machines. Imports `briefings`."""
