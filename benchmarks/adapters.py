"""The public functions of ``briefings`` in the shape that an outside scorer calls."""

from datetime import date
from typing import Any

from benchmarks.chronicle import tell_days
from benchmarks.summary import summarise
from briefings.clustering.alignment import ComparedText
from briefings.clustering.similarity import measure_similarity
from briefings.dates import Anchor, Register, find_dates
from briefings.model import Article
from briefings.text.document import ParsedText

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


def _read_article(doc: dict[str, str]) -> Article:
    day = date.fromisoformat(doc["date"][:10]) if doc["date"] else None
    return Article(doc["id"], doc["text"], outlet=doc["source"] or None, published_on=day, title=doc["title"] or None)
