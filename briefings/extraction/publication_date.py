"""Find where and when an article was published, if nobody said so: by its own text and the story's other articles.

A day is only given if evidence singles it out; otherwise it stays unknown, and what hangs on it stays undated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from briefings.dates import Anchor, find_dates
from briefings.extraction.article_context import find_anchor
from briefings.extraction.extract import DatedLine
from briefings.extraction.set_aside import SetAside
from briefings.model import Article, DateMention, Precision, PublishedFrom
from briefings.parsing.clauses import opens_earlier_report
from briefings.parsing.content_words import find_content
from briefings.parsing.roles import Document, Part, split_article
from briefings.story import Story
from briefings.text import ParsedText

_REACH = timedelta(days=14)  # how long after the last day it mentions an article may have been written
_COPY = 0.6  # share of the shorter sentence's content in which two sentences are copies
_TODAY = ("اليوم ", "امس ", "غدا ", "بعد غد ", "اول امس ")
_HELD = 200  # articles at most whose parsed text is held until all have been looked through for days


class Memory(Protocol):
    """Keeps the dated lines of articles."""

    def find_lines(self, article: Article) -> tuple[DatedLine, ...] | None:
        """Find the lines that were read of an article before; None if it must be read."""

    def note_lines(self, article: Article, lines: tuple[DatedLine, ...]) -> None:
        """Note the lines of an article."""


@dataclass(frozen=True, slots=True)
class _Line(DatedLine):
    """A body sentence of an article whose day is looked for."""

    text: ParsedText
    start: int


Split = tuple[Article, Document]  # an article, and its sentences


def wants_day(article: Article) -> bool:
    """Return whether nobody said when an article was published."""
    return article.published_from in {PublishedFrom.TEXT, PublishedFrom.UNKNOWN}


def place_articles(articles: Sequence[Article], story: Story) -> tuple[Article, ...]:
    """Fill in outlet and day of a story's articles if they are missing, all at once."""
    return tuple(article for article, _ in DayFinder(story, SetAside()).place(articles, articles))


class DayFinder:
    """The sentences of a story's articles that name days in full, and the days of its articles by them."""

    def __init__(self, story: Story, aside: SetAside, memory: Memory | None = None) -> None:
        """:param memory: keeps what was read of articles, so that it is not read again."""
        self._story = story
        self._aside = aside
        self._memory = memory
        self._dated: dict[str, tuple[DatedLine, ...]] = {}  # by the article's id, as far as they were asked for

    def place(self, articles: Sequence[Article], among: Iterable[Article]) -> Iterator[Split]:
        """Fill in outlet and day if they are missing. What was inferred before is inferred anew: order is nothing.

        :param among: all articles of the story, in whose text the day of one may be told.
        :return: the articles, each with its sentences, for the next step; those that cannot be read are set aside.
        """
        if not any(wants_day(article) for article in articles):
            for article in articles:
                if document := self._split(article):
                    yield self._sign(article, document), document
            return
        held = {article.id: self._split(article) for article in articles[:_HELD]}
        explicit = [line for article in among for line in self._list_dated(article, held.get(article.id))]
        for article in articles:
            document = held.pop(article.id) if article.id in held else self._split(article)
            if document:
                placed = self._aside.attempt(article.id, partial(self._place, article, document, explicit))
                yield from () if placed is None else [(placed, document)]

    def _split(self, article: Article) -> Document | None:
        return self._aside.attempt(article.id, partial(split_article, article, self._story))

    def _place(self, article: Article, document: Document, explicit: Sequence[DatedLine]) -> Article:
        signed = self._sign(article, document)
        return self._infer_day(signed, document, explicit) if wants_day(article) else signed

    def forget(self, article_id: str) -> None:
        """Forget an article that is no more of the story."""
        self._dated.pop(article_id, None)

    def _sign(self, article: Article, document: Document) -> Article:
        """Return the article with its outlet, as far as its lines name one, and without a day that was inferred."""
        if wants_day(article):
            article = replace(article, published_on=None, published_from=PublishedFrom.UNKNOWN)
        return replace(article, outlet=article.outlet or document.imprint.outlet)

    def _list_dated(self, article: Article, document: Document | None) -> tuple[DatedLine, ...]:
        if article.id not in self._dated:
            lines = self._memory.find_lines(article) if self._memory else None
            if lines is None and article.id not in self._aside and (document := document or self._split(article)):
                lines = self._aside.attempt(article.id, partial(self._read_dated, article, document))
                if lines is not None and self._memory:
                    self._memory.note_lines(article, lines)
            self._dated[article.id] = lines or ()
        return self._dated[article.id]

    def _read_dated(self, article: Article, document: Document) -> tuple[DatedLine, ...]:
        found = ((part, self._find_explicit(article, part)) for part in document.body())
        return tuple(DatedLine(article.id, self._find_content(part), explicit) for part, explicit in found if explicit)

    def _find_explicit(self, article: Article, part: Part) -> tuple[DateMention, ...]:
        """Find the days in a sentence that can be resolved without the article's day."""
        anchor = find_anchor(None, self._story)
        mentions = find_dates(part.text, article.id, part.start, anchor)
        return tuple(each for each in mentions if each.explicit and each.when.precision is Precision.DAY)

    def _find_content(self, part: Part) -> frozenset[str]:
        return frozenset(find_content(part.text, self._story))

    def _infer_day(self, article: Article, document: Document, explicit: Sequence[DatedLine]) -> Article:
        lines = [
            _Line(article.id, self._find_content(part), self._find_explicit(article, part), part.text, part.start)
            for part in document.body()
        ]
        own = _before_earlier_report(lines)
        scored = [
            (score, day)
            for day in _list_candidates(lines, self._story)
            if (score := _score(day, own, explicit, self._story)) > 0
        ]
        if not scored:
            return article
        best = max(score for score, _ in scored)
        day = min(day for score, day in scored if score == best)
        return replace(article, published_on=day, published_from=PublishedFrom.TEXT)


def _before_earlier_report(lines: Sequence[_Line]) -> list[_Line]:
    for index, line in enumerate(lines):
        if opens_earlier_report(line.text):
            return list(lines[:index])
    return list(lines)


def _list_candidates(lines: Sequence[_Line], story: Story) -> list[date]:
    """List the days an article may be from: the story's, or those soon after the last day it mentions."""
    days = [date.fromisoformat(mention.when.start) for line in lines for mention in line.explicit if mention.when.start]
    if story.begins and story.ends:
        first, last = story.begins, story.ends
    elif days:
        first, last = max(days), max(days) + _REACH
    else:
        return []
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _score(day: date, lines: Sequence[_Line], explicit: Sequence[DatedLine], story: Story) -> int:
    """Score how much speaks for a day; 0 if nothing does, or something rules it out."""
    weekdays: Counter[date] = Counter()
    score = 0
    for line in lines:
        if any(
            _is_past(line, mention) and date.fromisoformat(mention.when.start or "") > day for mention in line.explicit
        ):
            return 0
        for mention in find_dates(line.text, line.article, line.start, Anchor(day)):
            if mention.explicit or mention.when.precision is not Precision.DAY or not mention.when.start:
                continue
            meant = date.fromisoformat(mention.when.start)
            begin = mention.span.start - line.start
            words = line.text.fold_between(begin, begin + len(mention.span.text))
            if words.startswith(_TODAY) and not _agrees(words, day, meant):
                return 0
            if story.begins and meant < story.begins:
                return 0
            if " " not in words and "ال" in words:
                weekdays[meant] += 1
            score += words.startswith("اليوم ") + _copies(line, meant, explicit)
    # Reports of the day name its weekday, bare, more often than any other; once says nothing if no date is near.
    often = weekdays[day] > 1 or any(line.explicit for line in lines)
    if often and max(weekdays.items(), key=lambda item: (item[1], item[0]), default=(None, 0))[0] == day:
        score += 1
    return max(score, 0)


def _agrees(words: str, day: date, meant: date) -> bool:
    """Return whether «بعد غد الثلاثاء» is right on a day: the weekday lies as far away as the first word says."""
    distance = {"اليوم": 0, "امس": -1, "غدا": 1, "بعد": 2, "اول": -2}[words.split(maxsplit=1)[0]]
    return meant - day == timedelta(days=distance)


def _is_past(line: _Line, mention: DateMention) -> bool:
    """Return whether an explicit day is told as past: not in brackets («سيعقد في 12 يناير»)."""
    return "(" not in line.text.raw[: mention.span.start - line.start]


def _copies(line: _Line, meant: date, explicit: Sequence[DatedLine]) -> int:
    """Count two for each copy of the sentence that gives the same day in full, minus two for another day."""
    votes = 0
    for other in explicit:
        if other.article == line.article or len(line.content) < 4:
            continue
        shared = len(line.content & other.content)
        if shared >= _COPY * min(len(line.content), len(other.content)):
            votes += 2 if any(mention.when.start == meant.isoformat() for mention in other.explicit) else -2
    return votes
