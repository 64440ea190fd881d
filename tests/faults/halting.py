"""``python -m tests.faults.halting STEP run``: the real bot, which kills itself at one step of a digest.

The steps are those of the first batch of a lane: ``claimed``, ``sent`` but not recorded, and ``recorded``.
"""

import os
import signal
import sys
from itertools import count
from typing import Any

from bot.__main__ import main
from bot.delivery import leader_election, sender
from tests.faults.hasty import LEASE_S

STEPS = ("claimed", "sent", "recorded")


def _halt() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def halt_at(step: str) -> None:
    """Let the process die at that step."""
    send_all, batches = vars(sender)["_send_all"], count(1)

    async def send_and_halt(services: Any, bot: Any, prepared: list[Any]) -> Any:
        number = next(batches)
        # Both lanes have a first batch; what comes after them was claimed in the transaction that recorded one.
        if prepared and (step == "claimed" or (step == "recorded" and number > 2)):
            _halt()
        outcomes = await send_all(services, bot, prepared)
        if prepared and step == "sent":
            _halt()
        return outcomes

    vars(sender).update(_send_all=send_and_halt)


if __name__ == "__main__":
    vars(leader_election).update(_LEASE_S=LEASE_S, _BEAT_S=LEASE_S / 4)
    halt_at(sys.argv.pop(1))
    main()
