"""A claim: what one clause of an article says, with everything by which it is compared with others."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from briefings.clustering.alignment import ComparedText
from briefings.compression.cuts import shorter_forms
from briefings.model import EventDate, FigureMention, Kind, Precision, Span
from briefings.text import ParsedText, Polarity


class Wording:
    """The words of a claim. Few claims are compared word by word: each reading is made when it is first asked for."""

    def __init__(self, raw: str) -> None:
        self.raw = raw

    @cached_property
    def text(self) -> ParsedText:
        """The clause, parsed anew: what the analysis parsed is not kept."""
        return ParsedText(self.raw)

    @cached_property
    def whole(self) -> ComparedText:
        """The clause as it is compared."""
        return ComparedText(self.raw)

    @cached_property
    def core(self) -> ComparedText:
        """What is left of the clause without all that may go from its end, as it is compared."""
        return ComparedText(shorter_forms(ParsedText(self.raw))[-1])


@dataclass(frozen=True, slots=True)
class Traits:
    """What the words of a claim show, for the steps that weigh it."""

    recalls: bool  # it opens an article, and names a day long before the report
    looks_back: bool  # it names a day long before the report: «منذ 30 مارس»
    courtesy: bool  # a pleasantry, or talk about talks
    wish: bool  # it tells of the future what one wishes
    scene: bool  # it sets the scene or recalls, and reports nothing new
    leaning: bool  # only the sentence before says whom it is about
    looks_ahead: bool  # it tells of what is to come
    vocabulary: int  # how many different things of the story's vocabulary it speaks of


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """What one clause of a body sentence says, ready to be merged. A clause is read once: a claim equals itself."""

    span: Span  # the clause
    wording: Wording
    outlet: str | None
    agency: str | None  # whose copy it is, if the article says so
    published_on: date | None
    topic: str
    kind: Kind
    when: EventDate
    shown: EventDate  # what stands beside its text: its own day, or that of the report
    explicit_date: bool
    lemmas: frozenset[str]
    head: str | None  # the first of them: in Arabic mostly the verb of what happened
    names: frozenset[str]
    numbers: frozenset[int]
    negated: bool
    polarities: frozenset[Polarity]  # which way it says things go
    position: int  # of its sentence in the article
    said_by: str | None
    speaker: str | None  # the story's name for whoever says it, else as written, folded: to compare by
    named_in: Span | None  # where the article names whom its text names, if that is outside the clause
    figures: tuple[FigureMention, ...]
    text: str | None  # what a reader would see; None if it cannot be said whole in the room there is
    traits: Traits
    secondary: bool = False  # true, and little news: it only backs up what others say

    @property
    def key(self) -> tuple[str, int]:
        """What identifies the claim: its article, and where it stands there."""
        return self.span.article, self.span.start

    @property
    def as_of(self) -> date | None:
        """The day for which the claim speaks: its own; if the sentence gives none, the article's."""
        if self.when.precision is Precision.DAY and self.when.start:
            return date.fromisoformat(self.when.start)
        return self.published_on


def earliest_first(claim: Claim) -> tuple[date, str, int]:
    """Return the key by which a cluster is sorted: day of publication, undated last, then where a claim stands."""
    return claim.published_on or date.max, *claim.key
