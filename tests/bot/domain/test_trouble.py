"""Operators are told of a trouble once, and once when it is over; not of a hiccup."""

import sqlite3

import pytest

from bot.domain.brake import Brake
from bot.domain.trouble import Trouble, Troubles
from storage.engine.database import DatabaseError


class Moving:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def troubles(clock: Moving) -> Troubles:
    return Troubles(clock)


def tell(troubles: Troubles) -> list[tuple[Trouble, bool]]:
    """Tell what is to be told; return what it is, and whether it is over."""
    notices = troubles.list_notices()
    for notice in notices:
        troubles.mark_told(notice)
    return [(notice.trouble, notice.is_over) for notice in notices]


def test_what_lasts_is_told_once_and_once_when_it_is_over(troubles: Troubles, clock: Moving) -> None:
    told = []
    for _ in range(20):
        troubles.note(Trouble.POLLING, "Unauthorized")
        told += tell(troubles)
        clock.now += 30
    assert told == [(Trouble.POLLING, False)]
    clock.now += 200
    assert tell(troubles) == [(Trouble.POLLING, True)]
    assert tell(troubles) == []
    troubles.note(Trouble.POLLING, "Unauthorized")
    clock.now += 100
    troubles.note(Trouble.POLLING, "Unauthorized")
    assert tell(troubles) == [(Trouble.POLLING, False)]


def test_a_hiccup_is_told_to_nobody(troubles: Troubles, clock: Moving) -> None:
    troubles.note(Trouble.POLLING, "Unauthorized")
    troubles.note_error(DatabaseError("lost the database"), "tick")
    for _ in range(10):
        assert tell(troubles) == []
        clock.now += 60


def test_who_could_not_be_reached_is_told_when_it_is_over(troubles: Troubles, clock: Moving) -> None:
    for _ in range(10):
        troubles.note(Trouble.POLLING, "no route")
        clock.now += 30
    assert [notice.is_over for notice in troubles.list_notices()] == [False]  # nobody was reached
    clock.now += 300
    assert tell(troubles) == [(Trouble.POLLING, True)]


def test_a_full_disk_is_told_at_once(troubles: Troubles) -> None:
    troubles.note_error(sqlite3.OperationalError("database or disk is full"), "answers")
    troubles.note_error(DatabaseError("lost the database x: could not extend file: No space left on device"), "tick")
    assert tell(troubles) == [(Trouble.DISK, False)]


def test_a_long_halt_is_over_when_it_ends(troubles: Troubles, clock: Moving) -> None:
    troubles.note(Trouble.HALT, "3600 s", lasts=3600)
    assert tell(troubles) == [(Trouble.HALT, False)]
    clock.now += 3500
    assert tell(troubles) == []
    clock.now += 300
    assert tell(troubles) == [(Trouble.HALT, True)]


def test_the_brake_is_pulled_by_many_refusals_among_few_sends(clock: Moving) -> None:
    brake = Brake(clock)
    assert not any(brake.note(refused=number % 2 == 0) for number in range(200))  # half of them
    pulled = [brake.note(refused=True) for _ in range(5)]
    assert pulled.count(True) == 1
    assert brake.remaining() == 600
    clock.now += 601
    assert brake.remaining() == 0
    assert not any(brake.note(refused=True) for _ in range(10))
