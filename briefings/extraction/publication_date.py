"""Where and when an article was published, where nobody said so: read off its own text and the story's other articles.

A day is only given when evidence singles it out; otherwise it stays unknown, and what hangs on it stays undated.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from briefings.dates import Anchor, find_dates
from briefings.extraction.analyse import find_anchor
from briefings.model import Article, DateMention, Precision, PublishedFrom, Role
from briefings.parsing.clauses import opens_earlier_report
from briefings.parsing.content_words import find_content
from briefings.parsing.roles import split_article
from briefings.story import Story
from briefings.text.arabic import fold

_REACH = timedelta(days=14)  # how long after the last day it mentions an article may have been written
_COPY = 0.6  # share of the shorter sentence's content in which two sentences are copies
_TODAY = ("اليوم ", "امس ", "غدا ", "بعد غد ", "اول امس ")


@dataclass(frozen=True, slots=True)
class _Line:
    """A body sentence while an article's day is looked for."""

    text: str
    article: str
    start: int
    content: frozenset[str]
    explicit: tuple[DateMention, ...]  # what can be resolved without the article's day


def wants_day(article: Article) -> bool:
    """Whether nobody said when an article was published."""
    return article.published_from in {PublishedFrom.TEXT, PublishedFrom.UNKNOWN}


def place_articles(
    articles: Sequence[Article], story: Story, among: Iterable[Article] | None = None
) -> tuple[Article, ...]:
    """Fill in outlet and day where they are missing; what was inferred before is inferred anew, so order is nothing.

    :param among: all articles of the story, in whose text the day of one may be told; without it, the articles.
    """
    signed = tuple(_find_outlet(article, story) for article in articles)
    if not any(wants_day(article) for article in signed):
        return signed
    explicit = [
        line
        for article in (articles if among is None else among)
        for line in _read_lines(article, story)
        if line.explicit
    ]
    return tuple(
        _infer_day(article, _read_lines(article, story), explicit, story) if wants_day(article) else article
        for article in signed
    )


def _find_outlet(article: Article, story: Story) -> Article:
    """The article with its outlet, as far as its lines name one, and without a day that was only inferred."""
    plain = replace(article, published_on=None, published_from=PublishedFrom.UNKNOWN) if wants_day(article) else article
    return replace(plain, outlet=plain.outlet or split_article(plain, story)[1].outlet)


@lru_cache(maxsize=20_000)
def _read_lines(article: Article, story: Story) -> tuple[_Line, ...]:
    """The body sentences of an article, with what dates can be read in them without its day."""
    year = find_anchor(replace(article, published_on=None), story).year
    lines = []
    for part in split_article(article, story)[0]:
        if part.role is Role.BODY:
            text = article.text[part.start : part.end]
            mentions = find_dates(text, article.id, part.start, Anchor(None, year))
            days = tuple(each for each in mentions if each.explicit and each.when.precision is Precision.DAY)
            lines.append(_Line(text, article.id, part.start, frozenset(find_content(text, story)), days))
    return tuple(lines)


def _infer_day(article: Article, lines: Sequence[_Line], explicit: Sequence[_Line], story: Story) -> Article:
    own = _before_earlier_report(lines)
    scored = [(score, day) for day in _candidates(lines, story) if (score := _score(day, own, explicit, story)) > 0]
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


def _candidates(lines: Sequence[_Line], story: Story) -> list[date]:
    """The days an article may be from: the story's, or those soon after the last day it mentions."""
    days = [date.fromisoformat(mention.when.start) for line in lines for mention in line.explicit if mention.when.start]
    if story.begins and story.ends:
        first, last = story.begins, story.ends
    elif days:
        first, last = max(days), max(days) + _REACH
    else:
        return []
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _score(day: date, lines: Sequence[_Line], explicit: Sequence[_Line], story: Story) -> int:
    """How much speaks for a day; 0 where nothing does, or something rules it out."""
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
            words = fold(mention.span.text)
            if words.startswith(_TODAY) and not _agrees(words, day, meant):
                return 0
            if story.begins and meant < story.begins:
                return 0
            if " " not in words and "ال" in words:
                weekdays[meant] += 1
            score += words.startswith("اليوم ") + _copies(line, meant, explicit)
    # Reports of the day name its weekday, bare, more often than any other; once says nothing where no date is near.
    often = weekdays[day] > 1 or any(line.explicit for line in lines)
    if often and max(weekdays.items(), key=lambda item: (item[1], item[0]), default=(None, 0))[0] == day:
        score += 1
    return max(score, 0)


def _agrees(words: str, day: date, meant: date) -> bool:
    """Whether «بعد غد الثلاثاء» is right on that day: the weekday named lies as far away as the first word says."""
    distance = {"اليوم": 0, "امس": -1, "غدا": 1, "بعد": 2, "اول": -2}[words.split(maxsplit=1)[0]]
    return meant - day == timedelta(days=distance)


def _is_past(line: _Line, mention: DateMention) -> bool:
    """Whether an explicit day is told as past: not in brackets («سيعقد في 12 يناير»)."""
    return "(" not in line.text[: mention.span.start - line.start]


def _copies(line: _Line, meant: date, explicit: Sequence[_Line]) -> int:
    """Two for each copy of the sentence in another article that gives the same day in full, minus two for another."""
    votes = 0
    for other in explicit:
        if other.article == line.article or len(line.content) < 4:
            continue
        shared = len(line.content & other.content)
        if shared >= _COPY * min(len(line.content), len(other.content)):
            votes += 2 if any(mention.when.start == meant.isoformat() for mention in other.explicit) else -2
    return votes
