"""``python -m tests.faults.hasty run``: the bot as it is, but for a lease of seconds, so that tests need not wait."""

from bot import leadership
from bot.__main__ import main

LEASE_S = 2.0

if __name__ == "__main__":
    vars(leadership).update(_LEASE_S=LEASE_S, _BEAT_S=LEASE_S / 4)
    main()
