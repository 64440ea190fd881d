"""A briefing as the JSON document ``mujaz.briefing/1``, for other programs (docs/briefing-json.md)."""

from typing import Any

from briefings.model import Article, Briefing, EventDate, Figure, FigureValue, Sentence, Span, TopicUpdate


def to_document(briefing: Briefing, *, analysis: bool = False) -> dict[str, Any]:
    """The document, ready for ``json.dumps``; with ``analysis`` every sentence and what was read off it."""
    document: dict[str, Any] = {
        "format": "mujaz.briefing/1",
        "story": briefing.story,
        "articles": [_article(article, briefing.set_aside.get(article.id)) for article in briefing.articles],
        "updates": [_update(update) for update in briefing.updates],
        "timeline": list(briefing.timeline),
        "days": list(briefing.days),
        "figures": [_figure(figure) for figure in briefing.figures],
    }
    if analysis:
        document["analysis"] = {"sentences": [_sentence(sentence) for sentence in briefing.sentences]}
    return document


def _article(article: Article, set_aside: str | None) -> dict[str, Any]:
    return {
        "id": article.id,
        "file": article.file,
        "title": article.title,
        "outlet": article.outlet,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "published_from": article.published_from.value,
        "set_aside": set_aside,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"article": span.article, "start": span.start, "end": span.end, "text": span.text}


def _mention(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _when(when: EventDate) -> dict[str, Any]:
    return {"event_date": when.start, "event_date_end": when.end, "date_precision": when.precision.value}


def _update(update: TopicUpdate) -> dict[str, Any]:
    return {
        "id": update.id,
        "topic": update.topic,
        "text": update.text,
        "kind": update.kind.value,
        **_when(update.when),
        "said_by": update.said_by,
        "sources": [_span(span) for span in update.sources],
        "outlets": list(update.outlets),
        "score": update.score,
        "tier": update.tier.value,
        "part_of": update.part_of,
        "contradicts": list(update.contradicts),
        "develops": update.develops,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "about": figure.about,
        "label": figure.label,
        "relation": figure.relation.value,
        "values": [_value(value) for value in figure.values],
    }


def _value(value: FigureValue) -> dict[str, Any]:
    return {
        "value": value.value,
        "qualifier": value.qualifier.value,
        "unit": value.unit,
        "by": value.by,
        "as_of": value.as_of.isoformat() if value.as_of else None,
        "span": value.period,
        "side": value.side or None,
        "series": value.series,
        "sources": [_span(span) for span in value.sources],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        **_span(sentence.span),
        "role": sentence.role.value,
        "topics": list(sentence.topics),
        "opinion": sentence.opinion,
        "speaker": sentence.speaker,
        "cluster": sentence.cluster,
        "dates": [
            {
                **_mention(date.span),
                "iso": date.when.start,
                "iso_end": date.when.end,
                "precision": date.when.precision.value,
            }
            for date in sentence.dates
        ],
        "figures": [
            {
                **_mention(figure.span),
                "value": figure.value,
                "qualifier": figure.qualifier.value,
                "about": figure.about,
            }
            for figure in sentence.figures
        ],
    }
