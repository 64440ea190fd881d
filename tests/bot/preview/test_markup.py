"""HTML as Telegram reads it. The answers in cases/markup.json are those of TDLib's own parser (1.8)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.protocol.entities import utf16_length
from bot.preview.protocol.faults import ApiError
from bot.preview.protocol.markup import parse_html

CASES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "cases/markup.json").read_text("utf-8"))
PIECES = ["<b>", "</b>", "<i>", "</i>", "<a href='x.org'>", "</a>", "<blockquote>", "</blockquote>", "<", ">"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_html_is_read_as_telegram_reads_it(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(ApiError) as refusal:
            parse_html(case["html"])
        assert refusal.value.description == f"Bad Request: {case['refused']}"
        return
    parsed = parse_html(case["html"])
    assert parsed.text == case["text"]
    assert [entity.as_json() for entity in parsed.entities] == case["entities"]


def test_a_quote_in_a_quote_is_refused() -> None:
    with pytest.raises(ApiError, match="Nested blockquote at byte offset 13"):
        parse_html("<blockquote>a<blockquote>b</blockquote></blockquote>")


@given(st.lists(st.sampled_from([*PIECES, "خبر", "😀", "&amp;", "&", " ", '"', "="])).map("".join))
def test_whatever_is_accepted_has_entities_that_lie_in_the_text_and_nest(source: str) -> None:
    try:
        parsed = parse_html(source)
    except ApiError:
        return
    for entity in parsed.entities:
        assert 0 <= entity.offset < entity.end <= utf16_length(parsed.text)
        for other in parsed.entities:
            assert not entity.offset < other.offset < entity.end < other.end


@given(st.text())
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped).text == text
