"""The document has exactly the keys, types and words that docs/briefing-json.md promises."""

import json
from typing import Any

import pytest

from briefings.composition.composer import compose
from briefings.io.export import to_document
from briefings.story import load_story
from tests.briefings.samples import SAMPLES

STORY = load_story("kazakhstan-2022")
TEXT, TEXT_OR_NULL, NUMBER = {str}, {str, type(None)}, {int}
TOPICS = {"protests", "csto", "turkey", "other"}

SPAN = {"article": TEXT, "start": NUMBER, "end": NUMBER, "text": TEXT}
MENTION = {"start": NUMBER, "end": NUMBER, "text": TEXT}
ARTICLE = {
    "id": TEXT, "file": TEXT_OR_NULL, "title": TEXT_OR_NULL, "outlet": TEXT_OR_NULL, "published_on": TEXT_OR_NULL,
    "published_from": ("metadata", "text", "given", "unknown"), "set_aside": TEXT_OR_NULL,
}  # fmt: skip
PRECISIONS = ("day", "range", "month", "year", "before", "after", "reported", "none")
UPDATE = {
    "id": TEXT, "topic": TEXT, "text": TEXT, "kind": ("event", "statement", "plan", "background"),
    "event_date": TEXT_OR_NULL, "event_date_end": TEXT_OR_NULL, "date_precision": PRECISIONS, "said_by": TEXT_OR_NULL,
    "sources": SPAN, "outlets": TEXT, "score": {float, int}, "contradicts": TEXT,
    "tier": ("news", "detail", "background"), "part_of": TEXT_OR_NULL, "develops": TEXT_OR_NULL,
}  # fmt: skip
QUALIFIERS = ("exactly", "about", "more_than", "less_than", "vague")
VALUE = {
    "value": NUMBER, "qualifier": QUALIFIERS, "unit": TEXT, "by": TEXT_OR_NULL, "as_of": TEXT_OR_NULL,
    "span": ("total", "day", None), "side": TEXT_OR_NULL, "series": NUMBER, "sources": SPAN,
}  # fmt: skip
FIGURE = {
    "about": TEXT, "label": TEXT, "relation": ("single", "agreeing", "developing", "conflicting", "not_comparable"),
    "values": VALUE,
}  # fmt: skip
DATE = {**MENTION, "iso": TEXT_OR_NULL, "iso_end": TEXT_OR_NULL, "precision": PRECISIONS}
SENTENCE = {
    **SPAN, "role": ("body", "byline", "subhead", "link", "engagement", "source_line", "unread"), "topics": TEXT,
    "opinion": {bool}, "speaker": TEXT_OR_NULL, "cluster": TEXT_OR_NULL, "dates": DATE,
    "figures": {**MENTION, "value": NUMBER, "qualifier": QUALIFIERS, "about": TEXT},
}  # fmt: skip


def check(value: Any, shape: Any) -> None:
    """Compare a value with its shape: a dict of fields, a set of types, or a tuple of the words allowed."""
    if isinstance(value, list):
        for item in value:
            check(item, shape)
    elif isinstance(shape, dict):
        assert value.keys() == shape.keys()
        for key, part in shape.items():
            check(value[key], part)
    elif isinstance(shape, tuple):
        assert value in shape
    else:
        assert type(value) in shape


@pytest.mark.parametrize("analysis", [False, True])
def test_the_document_has_the_promised_shape(*, analysis: bool) -> None:
    document = json.loads(json.dumps(to_document(compose(STORY, SAMPLES), analysis=analysis)))
    keys = {"format", "story", "articles", "updates", "timeline", "days", "figures"}
    assert document.keys() == (keys | {"analysis"} if analysis else keys)
    assert (document["format"], document["story"]) == ("mujaz.briefing/1", "kazakhstan-2022")
    for part, shape in (
        ("articles", ARTICLE),
        ("updates", UPDATE),
        ("timeline", TEXT),
        ("days", TEXT),
        ("figures", FIGURE),
    ):
        assert document[part]
        check(document[part], shape)
    if analysis:
        assert document["analysis"].keys() == {"sentences"}
        check(document["analysis"]["sentences"], SENTENCE)


def test_the_document_is_consistent() -> None:
    document = to_document(compose(STORY, SAMPLES), analysis=True)
    articles = {article["id"] for article in document["articles"]}
    updates = {update["id"] for update in document["updates"]}
    assert set(document["timeline"]) <= updates
    assert {update["topic"] for update in document["updates"]} <= TOPICS
    for update in document["updates"]:
        assert {source["article"] for source in update["sources"]} <= articles
        assert (update["event_date"] is None) == (update["date_precision"] == "none")
        assert (update["event_date_end"] is None) == (update["date_precision"] != "range")
    assert {sentence["cluster"] for sentence in document["analysis"]["sentences"]} <= {*updates, None}
