"""Updates by the day of what they tell."""

from collections.abc import Iterable

from briefings.model import Kind, Precision, TopicUpdate

_ON_THE_LINE = {Precision.DAY, Precision.RANGE}


def order_by_day(updates: Iterable[TopicUpdate]) -> tuple[TopicUpdate, ...]:
    """The dated news, oldest day first, the weightiest of a day first; background and the undated stand apart."""
    dated = (
        update for update in updates if update.when.precision in _ON_THE_LINE and update.kind is not Kind.BACKGROUND
    )
    return tuple(sorted(dated, key=lambda update: (update.when.start or "", -update.score, update.id)))
