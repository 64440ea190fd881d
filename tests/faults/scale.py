"""The size of the fault tests: a short form for every run, and a long one for ``make soak``."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers, and seconds, of one form."""

    readers: int  # of a digest with faults
    readers_killed: int  # of a digest whose bot is killed repeatedly
    kills: int
    fetches_killed: int  # rounds of visits to sources
    share: float  # of the requests that get a fault
    floods: float  # of the requests that get a 429
    latency_s: float  # of a slow answer
    lock_s: float  # during which another process holds the SQLite file
    down_s: float  # during which PostgreSQL is stopped
    long: bool


_SHORT = Scale(
    readers=200,
    readers_killed=220,
    kills=3,
    fetches_killed=4,
    share=0.15,
    floods=0.07,
    latency_s=0.4,
    lock_s=1.0,
    down_s=0.3,
    long=False,
)
# 50 s: longer than the 30 s that the bot waits for the file, and than three leases.
_LONG = Scale(
    readers=2000,
    readers_killed=2000,
    kills=22,
    fetches_killed=40,
    share=0.05,
    floods=0.01,
    latency_s=3.0,
    lock_s=50.0,
    down_s=8.0,
    long=True,
)

SCALE = _LONG if os.environ.get("SOAK") else _SHORT
SEED = int(os.environ.get("SOAK_SEED", "2022"))
