"""An event: what several leads tell as one."""

from dataclasses import dataclass, field
from datetime import date

from briefings.extraction.extract import Lead

_SUPPORT = 2  # articles that make a second sentence an event of its own


@dataclass(frozen=True, slots=True)
class Opening:
    """What counts of an article here."""

    article: str
    published_on: date | None
    words: frozenset[str]  # of the whole article and its title
    leads: tuple[Lead, ...]

    @property
    def day(self) -> date:
        """The day on which the article counts; an article without a day counts before all others."""
        return self.published_on or date.min


@dataclass(slots=True, eq=False)
class Event:
    """Leads of one day that tell one event."""

    # Never empty; the one that says most plainly what is new comes first.
    leads: list[Lead] = field(default_factory=list)
    repeats: "Event | None" = None  # the event of an earlier day that was the same
    adds_to: "Event | None" = None  # the event of its own day that it belongs to
    says_more: bool = False  # than the event that it adds to

    @property
    def first(self) -> Lead:
        """The lead by which the event is compared."""
        return self.leads[0]

    @property
    def support(self) -> int:
        """How many articles open with it."""
        return len({lead.article for lead in self.leads})

    @property
    def is_told(self) -> bool:
        """Whether it is new, and more than what one article says in its second sentence."""
        return not self.first.recalls and (self.first.place == 0 or self.support >= _SUPPORT)
