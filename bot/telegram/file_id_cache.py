"""Pictures and files that Telegram has already: they are sent again by their ids, without drawing or uploading."""

from collections import OrderedDict

_REMEMBERED = 1000


class FileIdCache:
    """Telegram's file ids by the fingerprints of what they show. Losing them in a restart costs drawing again."""

    def __init__(self) -> None:
        self._file_ids: OrderedDict[str, str] = OrderedDict()

    def find(self, fingerprint: str) -> str | None:
        """The id under which Telegram keeps it; None where it does not."""
        return self._file_ids.get(fingerprint)

    def keep(self, fingerprint: str, file_id: str) -> None:
        """Telegram has it under this id."""
        self._file_ids[fingerprint] = file_id
        self._file_ids.move_to_end(fingerprint)
        while len(self._file_ids) > _REMEMBERED:
            self._file_ids.popitem(last=False)

    def drop(self, fingerprint: str) -> None:
        """Telegram does not know the id any more."""
        self._file_ids.pop(fingerprint, None)
