"""The tables as typed rows. Rows end in ``Row`` and never leave storage. Imports `model`."""

from storage.schema import news, outbox, readers, sources  # noqa: F401 - a foreign key finds its table only if it is loaded
