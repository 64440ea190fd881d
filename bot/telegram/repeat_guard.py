"""A guard against repeated messages: a button that is pressed again and again brings the same message once."""

from collections import OrderedDict
from datetime import datetime, timedelta

_JUST = timedelta(minutes=1)
_REMEMBERED = 10_000

Asked = tuple[int, int, str]  # the chat, the message, the data of the button


class RepeatGuard:
    """The answers of the last minute to buttons. If a restart loses them, a message may come twice."""

    def __init__(self) -> None:
        self._said: OrderedDict[Asked, tuple[int, datetime]] = OrderedDict()

    def has_just_said(self, asked: Asked, text: str, now: datetime) -> bool:
        """Return whether this text was the last answer to this button within the last minute."""
        said, at = self._said.get(asked, (None, now))
        return said == hash(text) and now - at < _JUST

    def note(self, asked: Asked, text: str, now: datetime) -> None:
        """Remember that this text answered this button."""
        self._said[asked] = hash(text), now
        self._said.move_to_end(asked)
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
