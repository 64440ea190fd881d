"""Choose the days of a long story that matter most, and what to say of each.

A day matters as much as outlets name it near the top of an article, counted over the whole story. Further down stands
what is only recalled, and publication alone follows the news of the moment. What is said of a day is the sentence
closest to what all say of it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.composition.timeline import NamedDay, rank_days
from briefings.dates import Anchor, find_dates
from briefings.model import Article, Precision
from briefings.text import STOP_WORDS, ParsedText, find_lemma, split_sentences

_READ = 40  # sentences of an article
_OPENING = 5  # of them tell what the article is about: the day of publication, or the one before
_LEAST = 5  # words of a sentence that is said
_NAMED, _SAME_DAY, _DAY_BEFORE = 2.0, 1.0, 0.6  # how surely a sentence tells of a day
_FIRST = 1.15  # what standing at the top multiplies a sentence's closeness by
_REPEATED = 0.5  # share of a sentence's words that were said already


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, and the days that it names."""

    text: str
    lemmas: frozenset[str]
    outlet: str | None
    published: date | None
    position: int
    days: frozenset[date]


def tell_days(articles: Iterable[Article], first: date, last: date, days: int, sentences: int) -> dict[date, list[str]]:
    """Choose the days from ``first`` to ``last`` that matter most, by date, each with at most so many sentences."""
    said = [sentence for article in articles for sentence in _read(article)]
    rarity = _find_rarity(said)
    told: dict[date, list[_Said]] = {}
    for day in _rank_days(said):
        if len(told) == days:
            break
        if first <= day <= last:
            used = [sentence for chosen in told.values() for sentence in chosen]
            chosen = _choose(_about(day, said), used, rarity, sentences)
            if chosen:
                told[day] = chosen
    return {day: [sentence.text for sentence in told[day]] for day in sorted(told)}


def _rank_days(said: Iterable[_Said]) -> list[date]:
    named = (
        NamedDay(day.isoformat(), sentence.outlet, sentence.position) for sentence in said for day in sentence.days
    )
    return [date.fromisoformat(day) for day in rank_days(named)]


def _read(article: Article) -> list[_Said]:
    text = article.text
    spans = split_sentences(text[article.body_start :], article.body_start)[:_READ]
    parts = [(ParsedText(article.title), 0)] if article.title else []
    parts += [(ParsedText(text[start:end]), position) for position, (start, end) in enumerate(spans)]
    anchor = Anchor(article.published_on)
    return [
        _Said(
            part.raw,
            frozenset(find_lemma(w.text) for w in part.words if w.folded not in STOP_WORDS and len(w.folded) > 1),
            article.outlet,
            article.published_on,
            position,
            frozenset(
                date.fromisoformat(mention.when.start)
                for mention in find_dates(part, article.id, 0, anchor)
                if mention.when.precision is Precision.DAY and mention.when.start
            ),
        )
        for part, position in parts
        if len(part.words) >= _LEAST
    ]


def _find_rarity(said: Sequence[_Said]) -> dict[str, float]:
    held = Counter(lemma for sentence in said for lemma in sentence.lemmas)
    return {lemma: math.log(len(said) / count) + 0.5 for lemma, count in held.items()}


def _about(day: date, said: Iterable[_Said]) -> list[tuple[_Said, float]]:
    """Find the sentences that tell of a day, and how surely."""
    found = []
    for sentence in said:
        opens = sentence.position < _OPENING
        if day in sentence.days:
            found.append((sentence, _NAMED))
        elif opens and sentence.published == day:
            found.append((sentence, _SAME_DAY))
        elif opens and sentence.published == day + timedelta(1):
            found.append((sentence, _DAY_BEFORE))
    return found


def _choose(
    about: Sequence[tuple[_Said, float]], used: Sequence[_Said], rarity: Mapping[str, float], count: int
) -> list[_Said]:
    centre: dict[str, float] = defaultdict(float)
    for sentence, sure in about:
        for lemma in sentence.lemmas:
            centre[lemma] += sure * rarity[lemma]
    chosen: list[_Said] = []
    for sentence, _ in sorted(about, key=lambda item: (-_closeness(item[0], centre, rarity), item[0].text)):
        known = [other.lemmas for other in (*used, *chosen)]
        if sentence.lemmas and not any(
            len(sentence.lemmas & other) > _REPEATED * len(sentence.lemmas) for other in known
        ):
            chosen.append(sentence)
        if len(chosen) == count:
            break
    return chosen


def _closeness(sentence: _Said, centre: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    size = math.sqrt(sum(rarity[lemma] ** 2 for lemma in sorted(sentence.lemmas))) or 1.0
    close = sum(rarity[lemma] * centre[lemma] for lemma in sorted(sentence.lemmas)) / size
    return round(close * (_FIRST if sentence.position <= 1 else 1.0), 9)
