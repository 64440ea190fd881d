"""The sender remembers only so much."""

from bot.core.sender_state import RecentIds


def test_the_oldest_number_is_forgotten() -> None:
    recent = RecentIds(limit=3)
    for number in (1, 2, 3, 1, 4):
        recent.add(number)
    assert [number for number in range(1, 5) if number in recent] == [1, 3, 4]
    assert len(recent) == 3
