"""``python -m tests.faults.hasty run``: the real bot with a lease of seconds, so that tests wait less."""

from bot.__main__ import main
from bot.delivery import leader_election

LEASE_S = 2.0

if __name__ == "__main__":
    vars(leader_election).update(_LEASE_S=LEASE_S, _BEAT_S=LEASE_S / 4)
    main()
