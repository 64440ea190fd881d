"""What is read of one article: what it says, or why it is set aside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.clustering.claim import Claim
from briefings.model import Article, DateMention, Kind, Sentence
from briefings.story import Story


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """A sentence that opens an article. A sentence is read once: a lead equals itself."""

    article: str
    published_on: date | None
    place: int  # 0 for the first sentence of the article that tells something new
    words: frozenset[str]  # lemmas of the content words
    title: frozenset[str]  # those of the article's title
    numbers: frozenset[int]
    claims: tuple[Claim, ...]  # what the sentence says, in order; never empty

    @property
    def main(self) -> Claim:
        """What the sentence says first."""
        return self.claims[0]

    @property
    def recalls(self) -> bool:
        """Whether it tells what was, and not what is new."""
        return self.main.kind is Kind.BACKGROUND or self.main.traits.recalls or self.main.traits.scene


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one article says."""

    outlet: str | None
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    words: frozenset[str]  # lemmas of the content words, of its title too
    leads: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read of an article: its analysis, or the reason why it is set aside.

    ``holds`` says whether reading it again gives the same: a step that failed by a mistake of ours may be mended.
    """

    article: str
    analysis: Analysis | None
    reason: str | None = None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A body sentence that names days in full, of which other articles may have a copy."""

    article: str
    content: frozenset[str]  # lemmas of its content words
    explicit: tuple[DateMention, ...]  # what can be resolved without the article's day


# Reads articles, each by itself, and yields what was read in their order: here, in other processes, on other machines.
Engine = Callable[[Story, Sequence[Article]], Iterator[Extract]]
