"""The timeline: updates by the day of what they tell, and which days matter most."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from briefings.model import Kind, Precision, TopicUpdate

_ON_THE_LINE = {Precision.DAY, Precision.RANGE}
_OPENING = 5  # sentences of an article, which say what it is about; what stands below them is mostly recalled


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a sentence names."""

    day: str  # ISO 8601
    outlet: str | None
    position: int  # of the sentence in its article


def order_by_day(updates: Iterable[TopicUpdate]) -> tuple[TopicUpdate, ...]:
    """The dated news, oldest day first, the weightiest of a day first; background and the undated stand apart."""
    dated = (
        update for update in updates if update.when.precision in _ON_THE_LINE and update.kind is not Kind.BACKGROUND
    )
    return tuple(sorted(dated, key=lambda update: (update.when.start or "", -update.score, update.id)))


def rank_days(named: Iterable[NamedDay]) -> tuple[str, ...]:
    """Rank days: by the outlets that name them near the top of an article, then by how often they are named at all.

    On two stories of some months with a journalist's timeline each, date F1 is .54. It is .47 if the outlets are
    counted that name a day anywhere, and .33 if days are ranked by their weightiest news.
    """
    outlets: dict[str, set[str | None]] = defaultdict(set)
    mentions: Counter[str] = Counter()
    for mention in named:
        mentions[mention.day] += 1
        if mention.position < _OPENING:
            outlets[mention.day].add(mention.outlet)
    return tuple(sorted(mentions, key=lambda day: (-len(outlets[day]), -mentions[day], day)))
