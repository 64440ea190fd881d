"""The brake: if many chats refuse the bot at once, something on the way is wrong, and not the readers."""

import time
from collections import deque
from collections.abc import Callable

_LOOKED_AT = 40  # of the last sends
_TOO_MANY = 20  # refusals, and more than half of them
_HOLD_S = 600.0


class Brake:
    """Counts refusals among the last sends, and stops sending for ten minutes if there are too many.

    :param clock: returns seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: deque[bool] = deque(maxlen=_LOOKED_AT)
        self._until = 0.0

    def note(self, *, refused: bool) -> bool:
        """Note a send that arrived or was refused; return whether this one has pulled the brake."""
        self._refused.append(refused)
        count = sum(self._refused)
        if not refused or count <= _TOO_MANY or 2 * count <= len(self._refused):
            return False
        self._refused.clear()
        self._until = self._clock() + _HOLD_S
        return True

    def remaining(self) -> float:
        """Return the seconds until sending may go on; 0 if the brake is not pulled."""
        return max(0.0, self._until - self._clock())
