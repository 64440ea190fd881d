"""The public functions of ``briefings`` in the shape that an outside scorer calls."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from benchmarks.chronicle import tell_days
from benchmarks.summary import summarise
from briefings.clustering.alignment import ComparedText
from briefings.clustering.similarity import measure_similarity
from briefings.composition.composer import compose
from briefings.dates import Anchor, Register, find_dates
from briefings.model import Article, Briefing, Precision, PublishedFrom, Tier, TopicUpdate
from briefings.story import Story, Topic
from briefings.text.document import ParsedText

_TIERS = (Tier.NEWS, Tier.DETAIL, Tier.BACKGROUND)
_DAYS = {Precision.DAY, Precision.RANGE, Precision.REPORTED}
_TOPIC = Topic(key="any", name="كل شيء", command="any", about="كل شيء")
_ANY_STORY = Story(format=1, name="any", title="قصة", zone="UTC", topics=(_TOPIC,))
_FIRST = "2000-01-01"  # what a year or a month lacks of a day: its first


def dates(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The expressions of time in a short everyday text: offsets, and the (first) day meant."""
    anchor = Anchor(date.fromisoformat(item["ref_date"][:10]))
    return [
        {"start": mention.span.start, "end": mention.span.end, "value": start + _FIRST[len(start) :]}
        for mention in find_dates(ParsedText(item["text"]), "", 0, anchor, Register.EVERYDAY)
        if (start := mention.when.start)
    ]


def same_claim(item: dict[str, Any]) -> float:
    """How surely two headlines tell the same, 0 to 1; from 0.5 they may be merged."""
    return measure_similarity(ComparedText(item["s1"]), ComparedText(item["s2"]))


def summarize(item: dict[str, Any]) -> str:
    """One short text on the event that all articles of the item report."""
    return summarise([_read_article(doc) for doc in item["docs"]], item["budget_words"])


def summarize_as_told(item: dict[str, Any]) -> str:
    """What the composer itself tells first of the event: the news with the most outlets."""
    news = [update for update in _compose(item["docs"]).updates if update.tier is Tier.NEWS]
    return max(news, key=lambda update: (len(update.outlets), update.score, update.id)).text if news else ""


def timeline_as_told(task: dict[str, Any]) -> dict[str, list[str]]:
    """The days that the composer ranks first, each with the weightiest updates of that day, news before details."""
    briefing = _compose(task["docs"])
    of_day: dict[str, list[TopicUpdate]] = defaultdict(list)
    for update in sorted(briefing.updates, key=lambda update: (_TIERS.index(update.tier), -update.score, update.id)):
        if update.when.precision in _DAYS and update.when.start:
            of_day[update.when.start].append(update)
    ranked = (day for day in briefing.days if task["start"] <= day <= task["end"] and day in of_day)
    chosen = sorted(islice(ranked, task["num_dates"]))
    return {day: [update.text for update in of_day[day][: task["sents_per_date"]]] for day in chosen}


def timeline(task: dict[str, Any]) -> dict[str, list[str]]:
    """The days of a story that matter most, each with what to say of it."""
    told = tell_days(
        [_read_article(doc) for doc in task["docs"]],
        date.fromisoformat(task["start"]),
        date.fromisoformat(task["end"]),
        task["num_dates"],
        task["sents_per_date"],
    )
    return {day.isoformat(): sentences for day, sentences in told.items()}


def _compose(docs: Iterable[dict[str, str]]) -> Briefing:
    """Compose the articles as a story that has no vocabulary, and so takes each."""
    return compose(_ANY_STORY, map(_read_article, docs))


def _read_article(doc: dict[str, str]) -> Article:
    day = date.fromisoformat(doc["date"][:10]) if doc["date"] else None
    return Article(
        doc["id"],
        doc["text"],
        outlet=doc["source"] or None,
        published_on=day,
        published_from=PublishedFrom.METADATA if day else PublishedFrom.UNKNOWN,
        title=doc["title"] or None,
    )
