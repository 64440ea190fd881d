"""How much the faults are: a short form for every run of the tests, and a long one for ``make soak``."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers, and seconds, of one form."""

    readers: int  # of a digest that meets accidents
    readers_killed: int  # of one whose bot is killed again and again
    kills: int
    share: float  # of the requests that an accident meets
    floods: float  # of those that a 429 meets
    latency_s: float  # of an answer that takes long
    lock_s: float  # for which another process holds the SQLite file
    down_s: float  # for which PostgreSQL is away
    long: bool


_SHORT = Scale(
    readers=200, readers_killed=220, kills=3, share=0.15, floods=0.07, latency_s=0.4, lock_s=1.0, down_s=0.3, long=False
)
# 35 s: beyond the 30 that the bot waits for the file.
_LONG = Scale(
    readers=2000,
    readers_killed=2000,
    kills=22,
    share=0.05,
    floods=0.01,
    latency_s=3.0,
    lock_s=35.0,
    down_s=8.0,
    long=True,
)

SCALE = _LONG if os.environ.get("SOAK") else _SHORT
SEED = int(os.environ.get("SOAK_SEED", "2022"))
