"""``python -m tests.faults.hasty run``: the real bot with leases of seconds, so that tests wait less."""

from bot.__main__ import main
from bot.delivery import leader_election
from bot.sources.rounds import lease

LEASE_S = 2.0

if __name__ == "__main__":
    for module in (leader_election, lease):
        vars(module).update(_LEASE_S=LEASE_S, _BEAT_S=LEASE_S / 4)
    main()
