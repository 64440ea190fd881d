"""Pictures and files that Telegram has already: the bot sends them again by id, without drawing or uploading them."""

from collections import OrderedDict

_REMEMBERED = 1000


class FileIdCache:
    """Telegram's file ids, by the fingerprint of what a file shows. A file whose id is lost is made again."""

    def __init__(self) -> None:
        self._file_ids: OrderedDict[str, str] = OrderedDict()

    def find(self, fingerprint: str) -> str | None:
        """Return the id of the file at Telegram; None if no id is known."""
        return self._file_ids.get(fingerprint)

    def keep(self, fingerprint: str, file_id: str) -> None:
        """Remember the id of a file at Telegram."""
        self._file_ids[fingerprint] = file_id
        self._file_ids.move_to_end(fingerprint)
        while len(self._file_ids) > _REMEMBERED:
            self._file_ids.popitem(last=False)

    def drop(self, fingerprint: str) -> None:
        """Forget an id that Telegram does not know any more."""
        self._file_ids.pop(fingerprint, None)
