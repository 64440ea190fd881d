"""What was just said: a button that is pressed again and again does not pile up the same message."""

from collections import OrderedDict
from datetime import datetime, timedelta

_JUST = timedelta(minutes=1)
_REMEMBERED = 10_000

Asked = tuple[int, int, str]  # the chat, the message, the data of its button


class RepeatGuard:
    """The answers of the last minute to buttons. Losing them in a restart costs one message more."""

    def __init__(self) -> None:
        self._said: OrderedDict[Asked, tuple[int, datetime]] = OrderedDict()

    def has_just_said(self, asked: Asked, text: str, now: datetime) -> bool:
        """Whether this very text was the last answer to this button, a moment ago."""
        said, at = self._said.get(asked, (None, now))
        return said == hash(text) and now - at < _JUST

    def note(self, asked: Asked, text: str, now: datetime) -> None:
        """This text has answered this button."""
        self._said[asked] = hash(text), now
        self._said.move_to_end(asked)
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
